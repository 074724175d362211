// What `modules check` answers: one row a module, and below why some cannot be read.

import { type Diagnostic, unreachable } from "../../../base/index.js";
import type { ModulesCheck, ModuleView } from "../../app-types.js";
import type { OutputFormat } from "../../global-options.js";
import type { Session } from "../../session.js";
import type { Paint } from "../paint.js";
import { counted, printable, table } from "../text.js";
import { presentModules } from "./present.js";

export function answerCheck(session: Session, check: ModulesCheck, output: OutputFormat): void {
  const { programName } = session.io;
  presentModules(session, output, { json: () => check, human: (paint) => checkLines(check, programName, paint) });
}

/** Both sides: what is compared with what. */
export function sourceText({ source, modulesPath }: Pick<ModulesCheck, "source" | "modulesPath">): string {
  const { repositoryUrl, branch, commit } = source;
  const from = `${printable(repositoryUrl)} at ${printable(branch)} (${commit.slice(0, 12)})`;
  return `${from}, installed in ${printable(modulesPath)}`;
}

export function checkLines(check: ModulesCheck, programName: string, paint: Paint): readonly string[] {
  const { modules } = check;
  return [
    `${sourceText(check)}:`,
    ...(modules.length === 0 ? ["  no module"] : []),
    ...stateTable(check, paint),
    ...faultLines(modules, paint),
    ...heldLines(modules, programName, paint),
    ...unfinishedLines(check, paint),
    ...nextLines(check, programName),
  ];
}

/** What an update leaves alone for once, and how to have it all the same. */
export function heldLines(modules: readonly ModuleView[], programName: string, paint: Paint): readonly string[] {
  return modules
    .filter(({ state }) => state === "heldBack")
    .map(({ name, installed, repository }) => {
      const stays = `stays at ${versionText(installed)}, since a rollback has left ${versionText(repository)}`;
      const again = `${programName} modules update ${printable(name)} installs it again, and a higher version comes by itself`;
      return `${paint.yellow(printable(name))}: ${stays}; ${again}`;
    });
}

type Unfinished = Pick<ModulesCheck, "unfinished" | "workingPid">;

export function unfinishedLines({ unfinished, workingPid }: Unfinished, paint: Paint): readonly string[] {
  const rest = workingPid === null ? "the next one finishes it first" : `process ${workingPid} is at work`;
  return unfinished.map((name) => `${paint.yellow(printable(name))}: an update of it is unfinished; ${rest}`);
}

function stateTable({ modules, unfinished }: ModulesCheck, paint: Paint): readonly string[] {
  const rows = modules.map((module) => [
    printable(module.name),
    versionText(module.installed),
    versionText(module.repository),
    unfinished.includes(module.name) ? paint.yellow("update unfinished") : stateText(module, paint),
  ]);
  if (rows.length === 0) return [];
  const [head = "", ...lines] = table([["module", "installed", "repository", "state"], ...rows]);
  return [`  ${paint.dim(head)}`, ...lines.map((line) => `  ${line}`)];
}

export function versionText(version: string | null): string {
  return version === null ? "-" : printable(version);
}

export function stateText({ state, installed, repository }: ModuleView, paint: Paint): string {
  switch (state) {
    case "new":
      return paint.cyan("new");
    case "newer":
      return paint.cyan("to be updated");
    case "same":
      return paint.green("up to date");
    case "older":
      return `newer than the repository (${versionText(installed)} > ${versionText(repository)}), left alone`;
    case "unreadable":
      return paint.red("cannot be read");
    case "disabled":
      return paint.dim("disabled");
    case "heldBack":
      return `held back: ${versionText(repository)} was left by a rollback`;
    case "localOnly":
      return paint.dim("not in the repository");
    default:
      return unreachable(state);
  }
}

/** Faults are errors, since such a module is never updated; warnings are about what is not captured. */
export function faultLines(modules: readonly ModuleView[], paint: Paint): readonly string[] {
  return modules.flatMap(({ name, faults, warnings }) => [
    ...faults.flatMap((fault) => diagnosticLines(paint.red(printable(name)), fault)),
    ...warnings.flatMap((warning) => diagnosticLines(paint.yellow(printable(name)), warning)),
  ]);
}

function diagnosticLines(name: string, { message, hint, location }: Diagnostic): readonly string[] {
  const line = location?.line === undefined ? "" : `:${location.line}`;
  const where = location === undefined ? "" : ` (${printable(location.file)}${line})`;
  return [`${name}: ${printable(message)}${where}`, ...(hint === undefined ? [] : [`  ${printable(hint)}`])];
}

/** What is unfinished comes first, whatever its versions say: nobody knows yet which of them is in place. */
function nextLines({ modules, unfinished, workingPid }: ModulesCheck, programName: string): readonly string[] {
  const open = modules.filter(({ state, name }) => isToBeUpdated(state) && !unfinished.includes(name)).length;
  const words = [
    ...(unfinished.length === 0 ? [] : [`${counted(unfinished.length, "update")} to be finished`]),
    ...(open === 0 ? [] : [`${counted(open, "module")} to be updated`]),
  ];
  if (words.length === 0) return ["Nothing is to be updated."];
  const update = `${programName} modules update`;
  const next = workingPid === null ? update : `wait until process ${workingPid} has ended, then ${update}`;
  return [`${words.join(", ")}. Next: ${next}.`];
}

function isToBeUpdated(state: ModuleView["state"]): boolean {
  return state === "new" || state === "newer";
}
