// `interface check PATH`: does an update interface keep to the protocol?

import { type Command, InvalidArgumentError, Option } from "commander";
import type { InterfaceCheckOptions } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register, Session } from "../session.js";

interface CheckFlags {
  readonly dialect: InterfaceCheckOptions["dialect"];
  readonly type?: string;
  readonly id?: string;
  readonly runStates: boolean;
  readonly artifact?: string;
  readonly timeout: number;
  readonly output: OutputFormat;
}

const DEFAULT_TIMEOUT_SECONDS = 60;

export const registerInterface: Register = (program, session) => {
  const parent = program
    .command("interface")
    .summary("check an update interface")
    .description("Tools for those who write update interfaces.");
  const command = parent
    .command("check")
    .summary("check an interface against the rules of the protocol")
    .description(
      "Asks the interface every query, and with --run-states also runs every state with a small artifact, and prints\n" +
        "which rules of the protocol it keeps. Exits 1 when one is broken.",
    )
    .argument("<path>", "the executable, or the name of an installed interface")
    .argument("[args...]", "arguments of the component, after --");
  addCheckOptions(command).action(
    session.action((path: string, args: readonly string[], flags: CheckFlags) => check(session, path, { args, flags })),
  );
  addExamples(command, session.io.programName, [
    ["does it answer as it should? Nothing is changed", "interface check ./my-interface"],
    ["with the component's own arguments", "interface check ./my-interface -- port=/dev/ttyS1"],
    ["all of it; this installs, and may reboot, for real", "interface check --run-states ./my-interface"],
  ]);
};

function addCheckOptions(command: Command): Command {
  return command
    .addOption(new Option("--dialect <year>", "how it is called").choices(["2024", "2026"]).default("2026"))
    .option("--type <type>", "the component's type (default: the interface's name)")
    .option("--id <id>", "the component's id, which the 2024 dialect passes (default: check)")
    .option("--run-states", "also run the states: this installs, and may reboot, for real", false)
    .option("--artifact <file>", "the artifact to run the states with, instead of a small one that is made")
    .addOption(
      new Option("--timeout <seconds>", "time limit of each call")
        .argParser(secondsOf)
        .default(DEFAULT_TIMEOUT_SECONDS),
    )
    .addOption(outputOption());
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0) throw new InvalidArgumentError("It must be a number above 0.");
  return seconds;
}

async function check(
  session: Session,
  interfacePath: string,
  { args, flags }: { readonly args: readonly string[]; readonly flags: CheckFlags },
) {
  const { app, context } = await session.open();
  const { answerInterfaceCheck } = await import("../render/interface-check.js");
  const { untilSignal } = await import("../run/until-signal.js");
  const options = {
    interfacePath,
    args,
    dialect: flags.dialect,
    runStates: flags.runStates,
    timeoutSeconds: flags.timeout,
    environment: session.io.environment,
    ...(flags.type === undefined ? {} : { type: flags.type }),
    ...(flags.id === undefined ? {} : { id: flags.id }),
    ...(flags.artifact === undefined ? {} : { artifactPath: flags.artifact }),
  };
  const ask = (signal: AbortSignal) => app.checkInterface(context, { ...options, signal });
  return untilSignal(session, ask, (result) => {
    answerInterfaceCheck(session, result, flags.output);
    return result.exitCode;
  });
}
