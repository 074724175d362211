// A planning problem as the explanations look at it: its rules by type, its groups by type, and the versions that are there.

import { type Constraints, OFFLINE, type TableSide } from "../../model/index.js";
import { endlessPatience, type Patience } from "../patience.js";
import type { PlanningProblem, PlanningType } from "../problem.js";
import { createReading, type Reading, type Rule } from "./reading.js";
import { type Choices, type Refused, refusedIn } from "./refused-in.js";

/** Everything but the problem is made when it is first asked for: most plans need little of it. */
export interface Outlook {
  readonly problem: PlanningProblem;
  /** The same object for problems that differ in nothing but their constraints. */
  readonly kin: Kin;
  readonly rules: readonly Rule[];
  readonly rulesAbout: ReadonlyMap<string, readonly Rule[]>;
  readonly typeOf: ReadonlyMap<string, PlanningType>;
  /** Indexes of groups, by type. */
  readonly groupsOf: ReadonlyMap<string, readonly number[]>;
  /** Versions at the start, by type. */
  readonly start: ReadonlyMap<string, readonly string[]>;
  /** Types that some rule names `offline` for. */
  readonly offline: ReadonlySet<string>;
}

/** Looks on only as long as there is patience, and throws PatienceLost after that. */
export function outlookOn(problem: PlanningProblem, patience: Patience = endlessPatience()): Outlook {
  return new LazyOutlook(problem, new Kin(problem, patience));
}

/** The same problem with other constraints; tables that both have are not read again. */
export function withConstraints({ problem, kin }: Outlook, constraints: Constraints): Outlook {
  return new LazyOutlook({ ...problem, constraints }, kin);
}

class LazyOutlook implements Outlook {
  readonly problem: PlanningProblem;
  readonly kin: Kin;
  #rules: Outlook["rules"] | undefined;
  #rulesAbout: Outlook["rulesAbout"] | undefined;
  #offline: Outlook["offline"] | undefined;

  constructor(problem: PlanningProblem, kin: Kin) {
    this.problem = problem;
    this.kin = kin;
  }

  get rules() {
    this.#rules ??= this.kin.reading.rulesOf(this.problem.constraints);
    return this.#rules;
  }

  get rulesAbout() {
    this.#rulesAbout ??= indexed(this.rules);
    return this.#rulesAbout;
  }

  get offline() {
    this.#offline ??= new Set(this.rules.flatMap(({ offline }) => offline));
    return this.#offline;
  }

  get typeOf() {
    return this.kin.typeOf;
  }

  get groupsOf() {
    return this.kin.groupsOf;
  }

  get start() {
    return this.kin.start;
  }
}

/** What does not depend on the constraints. */
export class Kin {
  readonly patience: Patience;
  readonly #problem: PlanningProblem;
  #typeOf: Outlook["typeOf"] | undefined;
  #groupsOf: Outlook["groupsOf"] | undefined;
  #start: Outlook["start"] | undefined;
  #reading: Reading | undefined;

  constructor(problem: PlanningProblem, patience: Patience) {
    this.patience = patience;
    this.#problem = problem;
  }

  get typeOf() {
    this.#typeOf ??= new Map(this.#problem.types.map((type) => [type.type, type]));
    return this.#typeOf;
  }

  get groupsOf() {
    this.#groupsOf ??= groupsByType(this.#problem);
    return this.#groupsOf;
  }

  get start() {
    this.#start ??= versionsByType(
      this.#problem,
      this.#problem.groups.map(({ current }) => current),
    );
    return this.#start;
  }

  get reading() {
    this.#reading ??= createReading(this.groupsOf, this.patience);
    return this.#reading;
  }
}

function indexed(rules: readonly Rule[]): Outlook["rulesAbout"] {
  const found = new Map<string, Rule[]>();
  for (const rule of rules) for (const type of rule.types) addTo(found, type, rule);
  return found;
}

function groupsByType({ groups }: PlanningProblem): Outlook["groupsOf"] {
  const found = new Map<string, number[]>();
  for (const [index, { type }] of groups.entries()) addTo(found, type, index);
  return found;
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const others = lists.get(key);
  if (others === undefined) lists.set(key, [value]);
  else others.push(value);
}

/** Each version once, by type; `versions` are those of the groups. */
export function versionsByType(
  { groups }: PlanningProblem,
  versions: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [index, { type }] of groups.entries()) {
    const version = versions[index] ?? "";
    const others = found.get(type);
    if (others === undefined) found.set(type, [version]);
    else if (!others.includes(version)) others.push(version);
  }
  return found;
}

export type VersionsOf = (type: string) => readonly string[];

/**
 * A combination that the rule does not accept among these versions. For a repair, one that was there at the start does not
 * count on the way.
 */
export function refusedAmong(
  { problem, start }: Outlook,
  rule: Rule,
  versionsOf: VersionsOf,
  side: TableSide,
): Refused | undefined {
  const choices = rule.types.map((type) => seenBy(rule, type, versionsOf(type)));
  if (!problem.isRepair || side === "end") return refusedIn(rule, choices, side);
  for (const part of partsBeyond(
    choices,
    rule.types.map((type) => start.get(type) ?? []),
  )) {
    const found = refusedIn(rule, part, side);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** To a rule that does not name it, being offline is nothing that can be seen. */
function seenBy({ offline }: Rule, type: string, versions: readonly string[]): readonly string[] {
  if (offline.includes(type) || !versions.includes(OFFLINE)) return versions;
  return versions.filter((version) => version !== OFFLINE);
}

/** The combinations of `choices` that `known` does not have, cut by the first column with a version of its own. */
function partsBeyond(choices: Choices, known: Choices): readonly Choices[] {
  return choices.flatMap((versions, at) => {
    const isKnown = (column: number) => (version: string) => known[column]?.includes(version) === true;
    const added = versions.filter((version) => !isKnown(at)(version));
    const part = choices.map((column, index) =>
      index < at ? column.filter(isKnown(index)) : index === at ? added : column,
    );
    return part.some(({ length }) => length === 0) ? [] : [part];
  });
}
