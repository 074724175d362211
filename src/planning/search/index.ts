export { findSequence, hasSequence } from "./find-sequence.js";
export { Memory } from "./memory.js";
