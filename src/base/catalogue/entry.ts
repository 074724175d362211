// One entry of the error catalogue: what the code means and how a program that stops for it exits.

import type { ExitCode } from "../exit-codes.js";

export interface CatalogueEntry {
  /** One sentence for docs/errors.md. */
  readonly meaning: string;
  /** What to do, one sentence for docs/errors.md. */
  readonly remedy: string;
  readonly exitCode: ExitCode;
}
