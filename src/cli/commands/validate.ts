// `validate FILE…`: every fault of every document at once. Touches nothing.

import { EXIT, hasErrors } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register } from "../session.js";

export const registerValidate: Register = (program, session) => {
  const command = program
    .command("validate")
    .summary("check manifests and topologies")
    .description("Checks manifests and topologies and shows every fault with its place. Exits with 5 if there is one.")
    .argument("<files...>", "manifests and topologies, of either dialect, and bundles")
    .addOption(outputOption())
    .action(
      session.action(async (files: readonly string[], flags: { output: OutputFormat }) => {
        const { app, context } = await session.open();
        const { answerValidation } = await import("../render/validation.js");
        const diagnostics = await app.validateFiles(context, files);
        answerValidation(session, { files, diagnostics }, flags.output);
        return hasErrors(diagnostics) ? EXIT.badInput : EXIT.done;
      }),
    );
  addExamples(command, session.io.programName, [
    ["before committing a manifest", "validate manifest.yaml topology.yaml"],
    ["in an editor or a pipeline", "validate --output json manifest.yaml"],
  ]);
};
