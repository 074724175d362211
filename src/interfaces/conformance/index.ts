export { checkConformance } from "./check.js";
export type { Finding } from "./findings.js";
export type { ConformanceRequest, StatesRequest } from "./request.js";
export { RULES, type Rule, type RuleId } from "./rules.js";
