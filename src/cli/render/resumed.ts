// What `resume` answers where it went on with every system that had something in progress. Of one alone it answers as if that one had
// been named.

import { EXIT, type ExitCode, type OrchestratorError, worstExitCode } from "../../base/index.js";
import type { ResumedSystem } from "../app-types.js";
import { errorAsJson, writeError } from "../errors.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import type { Paint } from "./paint.js";
import { answerRun, runJson, runLines } from "./run-answer.js";

/** Throws the error of the only one. */
export function answerResumed(session: Session, resumed: readonly ResumedSystem[], output: OutputFormat): ExitCode {
  const [only, ...others] = resumed;
  if (others.length === 0 && only?.kind === "refused") throw only.error;
  if (others.length === 0 && only?.kind === "ran") {
    answerRun(session, { result: only.result, verb: "resume" }, output);
    return only.result.exitCode;
  }
  const exitCode = worstExitCode(resumed.map(codeOf));
  session.present(output, {
    json: () => ({ exitCode, systems: resumed.map(systemJson) }),
    human: (paint) => resumed.flatMap((each, i) => [...(i === 0 ? [] : [""]), ...systemLines(session, each, paint)]),
  });
  if (output === "human") for (const error of errorsOf(resumed)) writeError(session, error);
  return exitCode;
}

function codeOf(resumed: ResumedSystem): ExitCode {
  switch (resumed.kind) {
    case "ran":
      return resumed.result.exitCode;
    case "refused":
      return resumed.error.exitCode;
    case "waiting":
      return EXIT.cancelled;
  }
}

function systemJson(resumed: ResumedSystem) {
  const { system } = resumed;
  switch (resumed.kind) {
    case "ran":
      return { system, ...runJson(resumed.result) };
    case "refused":
      return { system, exitCode: resumed.error.exitCode, ...errorAsJson(resumed.error) };
    case "waiting":
      return { system, outcome: "waiting" };
  }
}

function systemLines({ io }: Session, resumed: ResumedSystem, paint: Paint): readonly string[] {
  const head = `System ${resumed.system}:`;
  switch (resumed.kind) {
    case "ran":
      return [head, ...runLines({ result: resumed.result, verb: "resume" }, io.programName, paint)];
    case "refused":
      return [head, paint.red(paint.bold(`${resumed.error.message}.`))];
    case "waiting":
      return [head, paint.yellow("Its turn has not come."), `Next: ${io.programName} resume goes on with it.`];
  }
}

function errorsOf(resumed: readonly ResumedSystem[]): readonly OrchestratorError[] {
  return resumed.flatMap((each) => (each.kind === "refused" ? [each.error] : []));
}
