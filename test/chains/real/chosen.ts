// Which cases of the table are played with real processes. The engine alone follows all of them in every run (../simulated);
// the everyday run of the built program takes each case that brings something none before it had, and the long run takes all.

import { isLongRun } from "../../support/index.js";
import { parseAnswers, parseFaults, parsePart } from "../faults.js";
import { type ChainCase, TABLE } from "../table/index.js";

/** The cases of each theme. */
export const CHOSEN: Readonly<Record<string, readonly ChainCase[]>> = isLongRun ? TABLE : newSights(TABLE);

export function newSights(table: typeof TABLE): typeof TABLE {
  const seen = new Set<string>();
  return Object.fromEntries(
    Object.entries(table).map(([theme, cases]) => [
      theme,
      cases.filter((each) => bringsNew(seen, [theme, ...sightsOf(each)])),
    ]),
  );
}

/** Whether there is one not seen yet; afterwards all have been. */
function bringsNew(seen: Set<string>, sights: readonly string[]): boolean {
  const before = seen.size;
  for (const sight of sights) seen.add(sight);
  return seen.size > before;
}

/**
 * Each kind of fault in each call, with rollback and without, for one component, for neighbours and for several groups; each need
 * of a reboot; each other answer to a query; each command with each way to end.
 */
function sightsOf({ groups, faults, runs }: ChainCase): readonly string[] {
  const shape = groups.length > 1 ? "groups" : (groups[0] ?? []).length > 1 ? "neighbours" : "one";
  const parts = groups.flat().map(parsePart);
  const answers = parseAnswers(faults).map(({ query, text }) => `${query} answered ${text}`);
  const ends = runs.map(({ command, exit }) => `${command} ends ${exit}`);
  const kinds = parts.map((part) => `${part.rebootNeed} ${part.supportsRollback} ${part.isCurrent}`);
  const failures = parseFaults(faults).flatMap(({ kind, call }) => [
    `${kind} in ${call}, ${shape}`,
    ...parts.flatMap(({ rebootNeed, supportsRollback }) => [
      `${kind} in ${call}, rollback ${supportsRollback}`,
      `${kind}, reboot ${rebootNeed}, rollback ${supportsRollback}`,
    ]),
  ]);
  return [shape, ...answers, ...ends, ...kinds, ...failures];
}
