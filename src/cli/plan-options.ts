// What `plan` can be asked: for another form of the answer, for a what-if without a system, and how the planner works.

import { type Command, InvalidArgumentError, Option } from "commander";
import type { Objective, Ordering } from "../model/index.js";

export type PlanFormat = "human" | "json" | "mermaid" | "svg";

export interface PlanFlags {
  readonly output: PlanFormat;
  readonly explain?: string;
  readonly inventory?: string;
  readonly objective?: Objective;
  readonly ordering?: Ordering;
  readonly repair?: boolean;
  readonly timeout?: number;
  /** Names, or true for all of them. */
  readonly modules?: true | readonly string[];
}

const FORMATS: readonly PlanFormat[] = ["human", "json", "mermaid", "svg"];
const OBJECTIVES: readonly Objective[] = ["fewest_updates", "fastest"];
const ORDERINGS: readonly Ordering[] = ["verify", "hint", "auto"];

export function addPlanOptions(command: Command): Command {
  return command
    .option(
      "--explain <type>",
      "say why the components of that type are updated when they are, instead of the whole plan",
    )
    .option("--inventory <file>", "plan for the components of that document, without asking any (kind: inventory)")
    .addOption(
      new Option("--objective <objective>", "what the best plan is; overrides the manifest's").choices(OBJECTIVES),
    )
    .addOption(
      new Option("--ordering <ordering>", "what order values mean; overrides the manifest's").choices(ORDERINGS),
    )
    .addOption(repairOption())
    .addOption(new Option("--timeout <seconds>", "time for the planner to find the best plan").argParser(parseSeconds))
    .addOption(new Option("--output <format>", "form of the answer on stdout").choices(FORMATS).default("human"));
}

export function repairOption(): Option {
  return new Option(
    "--repair",
    "plan also from a combination that is not acceptable, and enter no other one that is not",
  );
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0 || seconds > 86_400)
    throw new InvalidArgumentError("It is a number of seconds, more than 0 and at most 86400.");
  return seconds;
}

/** What the use case is asked; keys that were not given are left out. */
export function plannerOptionsOf({ inventory, objective, ordering, repair, timeout }: PlanFlags) {
  return {
    ...(inventory !== undefined && { inventoryPath: inventory }),
    ...(objective !== undefined && { objective }),
    ...(ordering !== undefined && { ordering }),
    ...(repair === true && { isRepair: true }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
  };
}
