// `validate`: every fault, then a count.

import type { Diagnostic } from "../../base/index.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { renderProblem } from "./problem.js";
import { counted } from "./text.js";

export interface Validation {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export function answerValidation(session: Session, { files, diagnostics }: Validation, output: OutputFormat): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  session.present(output, {
    json: () => ({ valid: errors.length === 0, files, diagnostics }),
    human: (paint) => [
      ...diagnostics.map((diagnostic) => `${renderProblem(diagnostic, paint)}\n`),
      verdict(files.length, errors.length, diagnostics.length - errors.length),
    ],
  });
}

function verdict(files: number, errors: number, warnings: number): string {
  const rest = warnings === 0 ? "" : `, ${counted(warnings, "warning")}`;
  return errors === 0 ? `${counted(files, "file")}: no errors${rest}` : `${counted(errors, "error")}${rest}`;
}
