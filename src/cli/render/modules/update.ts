// What `modules update` answers: what became of each module that was to be updated, and why some were not.

import { unreachable } from "../../../base/index.js";
import type { ModuleProblem, ModuleResult, ModulesUpdate } from "../../app-types.js";
import type { OutputFormat } from "../../global-options.js";
import type { Session } from "../../session.js";
import type { Paint } from "../paint.js";
import { counted, formatDuration, printable, table } from "../text.js";
import { outputLines } from "../words.js";
import { faultLines, heldLines, stateText, versionText } from "./check.js";
import { presentModules } from "./present.js";

const OUTPUT_LINES = 5;

interface Asked {
  readonly output: OutputFormat;
  readonly names: readonly string[];
}

export function answerUpdate(session: Session, update: ModulesUpdate, { output, names }: Asked): void {
  const { programName } = session.io;
  const human = (paint: Paint) => [...updateLines(update, programName, paint), ...leftAloneLines(update, names, paint)];
  presentModules(session, output, { json: () => update, human });
}

/** Whoever has named a module wants to know why nothing was done with it. */
function leftAloneLines({ modules }: ModulesUpdate, names: readonly string[], paint: Paint): readonly string[] {
  const left = modules.filter(({ name, state }) => names.includes(name) && isLeftAlone(state));
  return left.map((module) => `${printable(module.name)}: ${stateText(module, paint)}`);
}

function isLeftAlone(state: ModulesUpdate["modules"][number]["state"]): boolean {
  return state === "same" || state === "older" || state === "disabled" || state === "localOnly";
}

export function updateLines(update: ModulesUpdate, programName: string, paint: Paint): readonly string[] {
  const { results, modules, lost, indexProblem, source } = update;
  const resumed = update.resumed.filter(({ name }) => !results.some((result) => result.name === name));
  const all = [...resumed, ...lost, ...results];
  const unreadable = modules.filter(({ state }) => state === "unreadable");
  return [
    headLine(update, all, paint),
    ...table(all.map((result) => rowOf(result, source === null, paint))).map((line) => `  ${line}`),
    ...all.flatMap((result) => problemLines(result, programName, paint)),
    ...faultLines(unreadable, paint),
    ...heldLines(modules, programName, paint),
    ...(indexProblem === null ? [] : [`${paint.red("index.json")}: ${printable(indexProblem.message)}`]),
  ];
}

function headLine(update: ModulesUpdate, all: readonly ModuleResult[], paint: Paint): string {
  const { exitCode, modules } = update;
  const colour = { 0: paint.green, 1: paint.red, 3: paint.red }[Number(exitCode)] ?? paint.yellow;
  const unreadable = modules.filter(({ state }) => state === "unreadable").length;
  const others = unreadable === 0 ? "" : `; ${counted(unreadable, "module")} cannot be read`;
  return colour(paint.bold(`${headText(all, update)}${others}.`));
}

function headText(all: readonly ModuleResult[], { source }: Pick<ModulesUpdate, "source">): string {
  if (all.length === 0) return source === null ? "Nothing was to be run" : "Nothing was to be updated";
  const verb = source === null ? "ran" : "updated";
  const done = all.filter(isDone).length;
  const lost = all.filter(({ outcome }) => outcome === "notRestored").length;
  const words =
    done === all.length ? `${counted(done, "module")} ${verb}` : `${done} of ${counted(all.length, "module")} ${verb}`;
  return lost === 0 ? words : `${words}; ${lost} could not be brought back, and a person is needed`;
}

function isDone({ outcome }: ModuleResult): boolean {
  return outcome === "updated" || outcome === "unchanged";
}

function rowOf(result: ModuleResult, isLegacy: boolean, paint: Paint): readonly string[] {
  const { name, from, to, durationMilliseconds } = result;
  const versions = isDone(result) && from !== null && from !== to ? `${printable(from)} → ${printable(to)}` : undefined;
  const version = versions ?? versionText(isDone(result) ? to : from);
  const took =
    result.deployment === null || durationMilliseconds === 0 ? "" : `, ${formatDuration(durationMilliseconds)}`;
  const text = isLegacy && isDone(result) ? paint.green("ran") : outcomeText(result, paint);
  return [printable(name), version, `${text}${took}`];
}

type Outcome = Pick<ModuleResult, "outcome" | "from" | "remains">;

export function outcomeText({ outcome, from, remains }: Outcome, paint: Paint): string {
  const back = `${from === null ? "not installed" : "back at the version before"}${beforeText(from, remains)}`;
  switch (outcome) {
    case "updated":
      return paint.green(from === null ? "installed" : "updated");
    case "unchanged":
      return paint.green("in place already");
    case "failed":
      return `${paint.red("failed")}, ${back}`;
    case "refused":
      return `${paint.red("refused")}, not touched`;
    case "cancelled":
      return `${paint.yellow("cancelled")}, ${back}`;
    case "notRestored":
      return paint.red("NOT RESTORED");
    case "unfinished":
      return paint.yellow("unfinished");
    case "notStarted":
      return paint.dim("not started");
    default:
      return unreachable(outcome);
  }
}

function beforeText(from: string | null, remains: readonly string[] = []): string {
  if (remains.length > 0) return ", but not all is as before";
  return from === null ? ", as before" : "";
}

/** The one line that it printed is the reason. */
function isWholeOutput({ message, output }: ModuleProblem): boolean {
  return output.length === 1 && output[0]?.endsWith(message) === true;
}

function problemLines(result: ModuleResult, programName: string, paint: Paint): readonly string[] {
  const { name, problem, deployment, outcome } = result;
  if (problem === null || outcome === "cancelled" || outcome === "notStarted") return remainingLines(result, paint);
  const next = outcome === "unfinished" ? `${programName} modules update finishes it` : undefined;
  const details = deployment === null ? next : `${programName} history show ${deployment} has the details`;
  return [
    `${paint.red(printable(name))}: ${printable(problem.message)}`,
    ...outputLines(isWholeOutput(problem) ? [] : problem.output, OUTPUT_LINES),
    ...remainingLines(result, paint),
    ...(problem.hint === undefined ? [] : [`  To do: ${printable(problem.hint)}`]),
    ...(details === undefined ? [] : [`  ${next ?? details}`]),
  ];
}

function remainingLines({ name, remains = [] }: ModuleResult, paint: Paint): readonly string[] {
  return remains.map((each) => `${paint.yellow(printable(name))}: not as before: ${printable(each)}`);
}
