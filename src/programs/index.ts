export { findProgram, versionedFolders } from "./find-program.js";
export {
  type ProgramCall,
  type ProgramEnd,
  type RunningProgram,
  runProgram,
  startProgram,
} from "./run-program.js";
export { runToEnd } from "./run-to-end.js";
