// A rule with more than two types that move, asked about two of its columns alone: whether two versions are refused together
// whatever versions the other columns have. What is said here is certain; silence means nothing.

import type { Outlook } from "./outlook.js";
import { type Rule, refusingRuleOf } from "./reading.js";
import type { Refused } from "./refused-in.js";

export interface WideRule {
  readonly refusedTogether: (
    columns: readonly [number, number],
    versions: readonly [string, string],
  ) => Refused | undefined;
}

/** At any time, each group shows one of its versions: one group per column is looked at, the first of its type. */
export function createWideRule(
  outlook: Outlook,
  rule: Rule,
  versionsOfGroup: readonly (readonly string[])[],
): WideRule {
  const perColumn = rule.types.map((type) => versionsOfGroup[outlook.groupsOf.get(type)?.[0] ?? -1] ?? []);
  const isRefusing = (row: number) => rule.rows[row]?.refuses === true;
  /** For a refusing row: whether it fails to match some version; for an accepting one: whether it matches none. */
  const fails = perColumn.map((versions, column) =>
    rule.rows.map((_, row) => {
      const matches = (version: string) => rule.matching(column, version)[row] === 1;
      return isRefusing(row) ? !versions.every(matches) : !versions.some(matches);
    }),
  );
  const failures = rule.rows.map((_, row) => fails.filter((column) => column[row]).length);
  const isRepair = outlook.problem.isRepair;

  function isForced(row: number, columns: readonly [number, number]): boolean {
    return failures[row] === columns.filter((column) => fails[column]?.[row]).length;
  }

  return {
    refusedTogether: (columns, versions) => {
      if (isRepair) return undefined;
      const matches = (row: number) =>
        isForced(row, columns) && columns.every((column, at) => rule.matching(column, versions[at] ?? "")[row] === 1);
      const refusing = rule.rows.findIndex((_, row) => isRefusing(row) && matches(row));
      const isUnlisted = () => !rule.isOpen && !rule.rows.some((_, row) => !isRefusing(row) && matches(row));
      if (refusing === -1 && !isUnlisted()) return undefined;
      const combination = columns.map((column, at) => ({
        type: rule.types[column] ?? "",
        version: versions[at] ?? "",
      }));
      return { combination, rule: refusingRuleOf(rule, rule.rows[refusing]?.row) };
    },
  };
}
