// The programmatic API: the use cases of the command line, and the types they speak in.

export * from "./app/index.js";
export { EXIT, type ExitCode, OrchestratorError } from "./base/index.js";
