export { CATALOGUE, type CatalogueEntry, type ErrorCode, exitCodeOf } from "./catalogue/index.js";
export { type Diagnostic, DocumentsRefused, hasErrors, type Severity } from "./diagnostics.js";
export { type ErrorDetails, messageOf, OrchestratorError, type SourceLocation, systemCodeOf } from "./errors.js";
export { EXIT, type ExitCode, worstExitCode } from "./exit-codes.js";
export { InvariantViolation, invariant, unreachable } from "./invariant.js";
export type { Clock, Log, LogFacts } from "./ports.js";
export { renderDiagnostic } from "./render-diagnostic.js";
export { didYouMean, nearest } from "./suggestion.js";
