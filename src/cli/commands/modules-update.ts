// `modules check` and `modules update`: what the repository has that is newer, and installing it.

import type { Command } from "commander";
import { OrchestratorError } from "../../base/index.js";
import { addExamples } from "../examples.js";
import type { Session } from "../session.js";
import {
  addSourceOptions,
  addUpdateOptions,
  type SourceFlags,
  sourceOf,
  type UpdateFlags,
  updateOf,
} from "./modules-flags.js";

export function registerModulesCheck(modules: Command, session: Session): void {
  const check = modules
    .command("check")
    .summary("show what there is to update")
    .description(
      "Fetches the repository and shows where each module stands. Touches none. Exits with 0 also where there are updates, and " +
        "with 1 where the repository cannot be fetched or a module cannot be read.",
    )
    .argument("[name...]", "only these modules");
  addSourceOptions(check).action(
    session.action((names: readonly string[], flags: SourceFlags) => runCheck(session, names, flags)),
  );
  addExamples(check, session.io.programName, [
    ["all of them", "modules check"],
    [
      "names of those to be updated",
      "modules check --output json | jq -r '.modules[] | select(.state == \"newer\").name'",
    ],
  ]);
}

export function registerModulesUpdate(modules: Command, session: Session): void {
  const update = modules
    .command("update")
    .summary("bring modules to the repository's versions")
    .description(
      "Fetches the repository, replaces and runs each module of which it has a higher version, and brings back what fails. Exits with " +
        "0 if all succeeded, with 1 if one failed and is as before, and with 3 if not all of one could be brought back.",
    )
    .argument("[name...]", "only these modules");
  addUpdateOptions(update).action(
    session.action((names: readonly string[], flags: UpdateFlags) => runUpdate(session, names, flags)),
  );
  addExamples(update, session.io.programName, [
    ["all that is newer, four at a time", "modules update --jobs 4"],
    ["one of them", "modules update adblock"],
    ["every night, for a log that is read as the original's", "--log-format seed modules update"],
    ["a manifest.json of before", "modules update --legacy"],
  ]);
}

async function runCheck(session: Session, names: readonly string[], flags: SourceFlags) {
  const { app, context } = await session.open();
  const { answerCheck } = await import("../render/modules/check.js");
  const { untilSignal } = await import("../run/until-signal.js");
  const options = sourceOf(names, flags);
  return untilSignal(
    session,
    (signal) => app.checkModules(context, { ...options, signal }),
    (check) => {
      answerCheck(session, check, flags.output);
      return check.exitCode;
    },
  );
}

async function runUpdate(session: Session, names: readonly string[], flags: UpdateFlags) {
  refuseContradiction(names, flags);
  if (flags.checkOnly === true) return runCheck(session, names, flags);
  const { runModules } = await import("../run/run-modules.js");
  const options = updateOf(names, flags);
  return runModules(session, { output: flags.output, names }, (app, context, live) =>
    flags.legacy === true ? app.runLegacyModules(context, options, live) : app.updateModules(context, options, live),
  );
}

function refuseContradiction(names: readonly string[], { legacy, checkOnly }: UpdateFlags): void {
  if (legacy !== true || (checkOnly !== true && names.length === 0)) return;
  const other = checkOnly === true ? "--check-only" : "names of modules";
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: `--legacy and ${other} exclude each other`,
    hint: "What runs in the legacy mode is what manifest.json says, whatever the repository has.",
  });
}
