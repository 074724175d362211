// `history` and `history show ID`: what was deployed, and why it ended as it did.

import type { Command } from "commander";
import { EXIT, OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Opened, Register, Session } from "../session.js";

interface HistoryFlags {
  readonly output: OutputFormat;
}

export const registerHistory: Register = (program, session) => {
  const history = program
    .command("history")
    .summary("list deployments; `history show ID` explains one")
    .description(
      "Lists the deployments of this data store, newest first; those that one command has made stand together. A deployment of " +
        "a system other than the default one is called SYSTEM/NUMBER; --system shows those of one system.",
    )
    .addOption(outputOption())
    .action(session.action((flags: HistoryFlags) => list(session, flags)));
  addExamples(history, session.io.programName, [
    ["every deployment, newest first", "history"],
    ["the newest one on one page", "history show last"],
    ["only those of one module", "history --system module.adblock"],
  ]);
  const show = history
    .command("show")
    .summary("one deployment on one page: why it ended as it did")
    .description("Shows one deployment: each call, what failed with its last output lines, what was rolled back.")
    .argument("[id]", "the deployment's id, SYSTEM/NUMBER, or `last`", "last")
    .addOption(outputOption())
    .action(
      // `history` takes the same option, so it has it wherever it stands.
      session.action((id: string, _: HistoryFlags, command: Command) =>
        showOne(session, id, command.optsWithGlobals<HistoryFlags>()),
      ),
    );
  addExamples(show, session.io.programName, [
    ["why did the last one fail?", "history show"],
    ["for a bug report", "history show last --output json > deployment.json"],
  ]);
};

async function list(session: Session, flags: HistoryFlags) {
  const { app, context } = await session.open();
  const { answerHistory } = await import("../render/history.js");
  answerHistory(session, await app.listHistory(context), flags.output);
  return EXIT.done;
}

async function showOne(session: Session, id: string, flags: HistoryFlags) {
  const opened = await session.open();
  const { answerDeployment } = await import("../render/deployment-page.js");
  answerDeployment(session, await find(opened, id), flags.output);
  return EXIT.done;
}

/** One deployment is read alone, so that a damaged journal does not hide the others. */
async function find({ app, context }: Opened, wanted: string): Promise<DeploymentHistory> {
  if (wanted !== "last") return app.showDeployment(context, wanted);
  const [newest] = await app.listHistory(context);
  if (newest !== undefined) return newest;
  throw new OrchestratorError({ code: "ARGUMENT_INVALID", message: "there is no deployment yet" });
}
