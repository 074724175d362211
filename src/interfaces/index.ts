export {
  type ConformanceRequest,
  checkConformance,
  type Finding,
  RULES,
  type StatesRequest,
} from "./conformance/index.js";
export { findInterface } from "./find-interface.js";
export { createInterfaces, type InterfacesSettings } from "./interfaces.js";
export type { KeyValue } from "./key-values.js";
export { CALL_VARIABLE } from "./proc.js";
export { faultOfProvides } from "./provides-answer.js";
export { createQuestions, type Questions, type QuestionsSettings } from "./questions.js";
export { DEFAULT_LIMITS, type Limits } from "./settings.js";
export { removeTree } from "./work-dir.js";
