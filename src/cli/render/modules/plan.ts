// What `plan --modules` answers: which modules would run, in which order, and what would come back if they failed.

import type { ModuleStep, ModulesPlan } from "../../app-types.js";
import type { Session } from "../../session.js";
import type { Paint } from "../paint.js";
import { counted, printable } from "../text.js";
import { faultLines, heldLines, sourceText, unfinishedLines } from "./check.js";

export function answerModulesPlan(session: Session, plan: ModulesPlan, output: "human" | "json"): void {
  session.present(output, { json: () => plan, human: (paint) => planLines(plan, session.io.programName, paint) });
}

function planLines(plan: ModulesPlan, programName: string, paint: Paint): readonly string[] {
  const { steps, modules } = plan;
  const left = modules.length - steps.length;
  const unreadable = modules.filter(({ state }) => state === "unreadable");
  return [
    `${sourceText(plan)}:`,
    ...unfinishedLines(plan, paint),
    ...(steps.length === 0 ? ["nothing would be updated."] : []),
    ...steps.flatMap((step, i) => stepLines(step, steps[i - 1], paint)),
    ...(left > 0 && steps.length > 0 ? [`${counted(left, "other module")} would be left alone.`] : []),
    ...heldLines(modules, programName, paint),
    ...faultLines(unreadable, paint),
  ];
}

function stepLines(step: ModuleStep, before: ModuleStep | undefined, paint: Paint): readonly string[] {
  const { name, from, to, priority, captured, problem } = step;
  const versions = from === null ? `${printable(to)} (new)` : `${printable(from)} → ${printable(to)}`;
  const isNext = priority !== before?.priority;
  return [
    ...(isNext ? [paint.dim(`priority ${priority}`)] : []),
    `  ${paint.bold(printable(name))} ${versions}`,
    ...captured.paths.map((path) => `    captures ${printable(path)}`),
    ...captured.services.map((unit) => `    captures the service ${printable(unit)}`),
    ...captured.databases.map((name) => `    captures the database ${printable(name)}`),
    ...(problem === null ? [] : [`    ${paint.red("would be refused")}: ${printable(problem.message)}`]),
  ];
}
