// `constraints table MANIFEST`: the combinations that a manifest accepts and refuses. Asks no component.

import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register } from "../session.js";

export const registerConstraints: Register = (program, session) => {
  const constraints = program
    .command("constraints")
    .summary("show which combinations of versions are acceptable")
    .description("Shows what the constraints of a manifest say.");
  const command = constraints
    .command("table")
    .summary("the combinations as a table: end state, transition, refused")
    .description(
      "Shows, table by table, which combinations of the known versions are a working system, which are acceptable on the " +
        "way to one, and which are refused. Known are the versions that the documents name exactly; ranges are applied to these.",
    )
    .argument("<manifest>", "the manifest's path")
    .addOption(outputOption())
    .action(
      session.action(async (manifestPath: string, flags: { output: OutputFormat }) => {
        const { app, context } = await session.open();
        const { answerTables } = await import("../render/constraints/tables.js");
        answerTables(session, await app.constraintTables(context, { manifestPath }), flags.output);
        return EXIT.done;
      }),
    );
  addExamples(command, session.io.programName, [
    ["what may run together?", "constraints table manifest.yaml"],
    [
      "every refused combination of the first table",
      `constraints table --output json manifest.yaml | jq '.tables[0].combinations[] | select(.state == "refused").versions'`,
    ],
  ]);
};
