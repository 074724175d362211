// The restrictions that a system's constraints are made of: refusing rows, tables that accept only what they list, and
// requirements. Fewer of them never make a plan impossible, so a smallest set that does can be looked for.

import {
  type ConstraintRow,
  type ConstraintTable,
  OFFLINE,
  type Requirement,
  type VersionedType,
} from "../../model/index.js";
import { type Outlook, withConstraints } from "./outlook.js";
import { moverOf, relevant } from "./possible-moves.js";
import type { Rule } from "./reading.js";
import { refusedIn } from "./refused-in.js";

export type Restriction =
  | { readonly kind: "row"; readonly table: ConstraintTable; readonly row: ConstraintRow }
  /** What the table does not list is refused. */
  | { readonly kind: "unlisted"; readonly table: ConstraintTable }
  | { readonly kind: "requirement"; readonly requirement: Requirement };

/** All of a problem, those of one table together. */
export function restrictionsOf({ rules }: Outlook): readonly (readonly Restriction[])[] {
  return rules.map(({ source }) => {
    if (source.kind === "requirement") return [source];
    const { table } = source;
    const rows = table.rows.filter(({ acceptable }) => !acceptable);
    const refusing = rows.map((row) => ({ kind: "row" as const, table, row }));
    return table.unlisted === "acceptable" ? refusing : [...refusing, { kind: "unlisted" as const, table }];
  });
}

/** The problem with nothing but these restrictions. A table of which all are kept stays the same object. */
export function restrictedTo(outlook: Outlook, kept: readonly Restriction[]): Outlook {
  const tables = new Map<ConstraintTable, Kept>();
  const requirements: Requirement[] = [];
  for (const restriction of kept) {
    if (restriction.kind === "requirement") {
      requirements.push(restriction.requirement);
      continue;
    }
    const part: Kept = tables.get(restriction.table) ?? { rows: new Set(), isClosed: false };
    if (restriction.kind === "unlisted") part.isClosed = true;
    else part.rows.add(restriction.row);
    tables.set(restriction.table, part);
  }
  return withConstraints(outlook, { tables: [...tables].map(narrowed), requirements });
}

function narrowed([table, { rows: kept, isClosed }]: [ConstraintTable, Kept]): ConstraintTable {
  const unlisted = isClosed ? "refused" : "acceptable";
  const rows = table.rows.filter((row) => (row.acceptable ? isClosed : kept.has(row)));
  return unlisted === table.unlisted && rows.length === table.rows.length ? table : { ...table, unlisted, rows };
}

interface Kept {
  readonly rows: Set<ConstraintRow>;
  isClosed: boolean;
}

const MOST_COMBINATIONS = 4096;

/** What these restrictions refuse of all that could ever be seen; undefined where that is too much to be listed. */
export function refusedCombinations(
  unrestricted: Outlook,
  restrictions: readonly Restriction[],
): readonly (readonly VersionedType[])[] | undefined {
  const outlook = restrictedTo(unrestricted, restrictions);
  const found: (readonly VersionedType[])[] = [];
  for (const rule of outlook.rules) {
    const combinations = combinationsOf(outlook, rule);
    if (combinations === undefined) return undefined;
    found.push(...combinations);
  }
  return found;
}

function combinationsOf(outlook: Outlook, rule: Rule): readonly (readonly VersionedType[])[] | undefined {
  const choices = rule.types.map((type) => {
    const versions = seenVersions(outlook, type);
    return rule.offline.includes(type) && versions.length > 1 ? [...versions, OFFLINE] : versions;
  });
  if (choices.reduce((product, { length }) => product * length, 1) > MOST_COMBINATIONS) return undefined;
  const all = choices.reduce<readonly (readonly string[])[]>(
    (before, versions) => before.flatMap((chosen) => versions.map((version) => [...chosen, version])),
    [[]],
  );
  return all.flatMap((versions) => {
    const refused = refusedIn(
      rule,
      versions.map((version) => [version]),
      "transition",
    );
    return refused === undefined ? [] : [refused.combination];
  });
}

function seenVersions(outlook: Outlook, type: string): readonly string[] {
  const versions = (outlook.groupsOf.get(type) ?? []).flatMap((group) => {
    const mover = moverOf(outlook, group);
    return mover === undefined ? [outlook.problem.groups[group]?.current ?? ""] : relevant(mover);
  });
  return [...new Set(versions)];
}
