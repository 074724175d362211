export { verifySequence } from "./verify-sequence.js";
export type { Violation, ViolationKind } from "./violation.js";
