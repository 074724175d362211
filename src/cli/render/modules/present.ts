// The answer of a command about modules, unless the log is the answer: in the form of the original, it has all there is to say.

import type { OutputFormat } from "../../global-options.js";
import type { AnswerForms, Session } from "../../session.js";

export function presentModules(session: Session, output: OutputFormat, forms: AnswerForms): void {
  if (output === "human" && session.flags().logFormat === "seed") return;
  session.present(output, forms);
}
