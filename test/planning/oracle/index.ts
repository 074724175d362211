export { explore, isBearable, type OracleAnswer } from "./explore.js";
export { type Fault, faultsOf } from "./follow.js";
