export { isLongRun, programPath, projectRoot } from "./project-root.js";
export { type ProgramNeeds, requirePrograms, type Suite } from "./require-programs.js";
export { requireSharedData, sharedData } from "./shared-data.js";
export { temporaryFolder } from "./temporary-folder.js";
