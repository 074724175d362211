// PLAN_CONFLICT: the restrictions that exclude every plan together, none of which can be left out, and the smallest change.

import { type SourceLocation, unreachable } from "../../base/index.js";
import type { PlanMessage } from "../answer.js";
import type { Diagnosis } from "./diagnosis.js";
import { combinationFacts, ruleFacts } from "./facts.js";
import type { Outlook } from "./outlook.js";
import { locationOf, placeText, requirementText, rowText } from "./references.js";
import { type Relaxation, type RelaxationLimits, smallestRelaxation } from "./relaxation.js";
import type { Restriction } from "./restrictions.js";
import { combinationText, printable, shortened } from "./words.js";

const MOST_NAMES = 4;
const MOST_LINES = 40;

export function conflictMessage(outlook: Outlook, diagnosis: Diagnosis, limits: RelaxationLimits): PlanMessage {
  const { problem } = outlook;
  const restrictions = diagnosis.kind === "conflict" ? diagnosis.restrictions : [];
  const isMinimal = diagnosis.kind === "conflict" && diagnosis.isMinimal;
  const relaxation = smallestRelaxation(outlook, diagnosis, limits);
  const names = shortened(restrictions.map(nameOf), MOST_NAMES).join(", ");
  const location = firstLocation(restrictions);
  return {
    code: "PLAN_CONFLICT",
    message: `no safe sequence exists (proven); these rows together exclude it: ${names}`,
    lines: [
      ...shortened(restrictions.map(lineOf), MOST_LINES),
      ...(isMinimal ? [] : ["there was no time to leave out those that are not needed for it"]),
      toDo(outlook, relaxation),
    ],
    ...(location !== undefined && { location }),
    facts: {
      rows: restrictions.map(ruleFacts),
      is_minimal: isMinimal,
      ...(relaxation !== undefined && {
        relaxations: [relaxation.combinations.map((combination) => combinationFacts(problem, combination))],
        is_smallest: relaxation.isSmallest,
      }),
    },
  };
}

function firstLocation([first]: readonly Restriction[]): SourceLocation | undefined {
  return first && locationOf(first);
}

function nameOf(restriction: Restriction): string {
  switch (restriction.kind) {
    case "row": {
      const { table, row } = restriction;
      return `${printable(table.path)}.${row.list} row ${row.number}`;
    }
    case "unlisted":
      return `table ${printable(restriction.table.name)}`;
    case "requirement":
      return printable(restriction.requirement.path);
    default:
      return unreachable(restriction);
  }
}

function lineOf(restriction: Restriction): string {
  switch (restriction.kind) {
    case "row":
      return rowText(restriction.table, restriction.row);
    case "unlisted": {
      const { name, location } = restriction.table;
      return `table ${printable(name)} ${placeText(location)} accepts nothing that it does not list`;
    }
    case "requirement":
      return requirementText(restriction.requirement);
    default:
      return unreachable(restriction);
  }
}

function toDo({ problem }: Outlook, relaxation: Relaxation | undefined): string {
  if (relaxation === undefined) return "to make it possible: add a stepping stone, or accept more on the way";
  const { combinations, isSmallest } = relaxation;
  const texts = combinations.map((combination) => combinationText(problem, combination)).join("; ");
  if (combinations.length === 1) return `accepting ${texts} makes a plan possible`;
  return `accepting all of these makes a plan possible: ${texts}${isSmallest ? "" : " (fewer may do)"}`;
}
