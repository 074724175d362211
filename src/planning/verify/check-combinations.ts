// Whether every combination that can occur is acceptable: at the start, while each batch runs, and at the end.

import type { TableSide } from "../../model/index.js";
import type { PlanningProblem } from "../problem.js";
import type { RawBatch } from "../search-result.js";
import { type Box, boxesOutside, type Choice } from "./box.js";
import { boxWith } from "./offline.js";
import type { Rule } from "./rule.js";
import { rulesOf } from "./rules-of.js";
import { createStage, typesOf } from "./stage.js";
import type { Violation } from "./violation.js";

export function combinationViolations(
  problem: PlanningProblem,
  batches: readonly RawBatch[],
  tick: () => void,
): readonly Violation[] {
  const { groups, constraints, isRepair } = problem;
  const rules = rulesOf(constraints, new Set(groups.map(({ type }) => type)), tick);
  const rulesAbout = indexByType(rules);
  const { present, begin, finish } = createStage(groups);
  const found: Violation[] = isRepair
    ? []
    : violationsIn(present, rules, { side: "transition", place: { kind: "start" }, tick });
  for (const [index, batch] of batches.entries()) {
    // A batch of a repair may show what was there when it began, and nothing else that is not acceptable.
    const known = isRepair ? new Map(present) : undefined;
    begin(batch);
    // Types that stay show nothing that was not there before.
    const touched = new Set<Rule>();
    const underWay = typesOf(batch, groups);
    for (const type of underWay) for (const rule of rulesAbout.get(type) ?? []) touched.add(rule);
    const place = { kind: "combination", batch: index + 1 } as const;
    found.push(...violationsIn(present, touched, { side: "transition", place, known, underWay, tick }));
    finish(batch);
  }
  return [...found, ...violationsIn(present, rules, { side: "end", place: { kind: "end" }, tick })];
}

function indexByType(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const index = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const type of rule.types) {
      const others = index.get(type);
      if (others === undefined) index.set(type, [rule]);
      else others.push(rule);
    }
  }
  return index;
}

type Place = Pick<Violation, "kind" | "batch">;

interface Look {
  readonly side: TableSide;
  /** Where the combinations occur. */
  readonly place: Place;
  /** Combinations that may be there although they are not acceptable. */
  readonly known?: Box | undefined;
  /** Types of which components are being updated. */
  readonly underWay?: ReadonlySet<string>;
  readonly tick: () => void;
}

function violationsIn(box: Box, rules: Iterable<Rule>, look: Look): Violation[] {
  const found: Violation[] = [];
  for (const rule of rules) {
    look.tick();
    const seen = look.underWay === undefined ? box : boxWith(box, look.underWay, rule.offline);
    const combination = refusedOutside(seen, rule, look);
    if (combination === undefined) continue;
    const told = combination.map(({ type, version }) => `${type} ${version}`).join(" + ");
    const where = look.place.batch === undefined ? look.place.kind : `batch ${look.place.batch}`;
    found.push({ ...look.place, combination, message: `${where}: ${rule.name} does not accept ${told}` });
  }
  return found;
}

function refusedOutside(box: Box, rule: Rule, { side, known }: Look): Choice | undefined {
  if (known === undefined) return rule.refusedIn(box, side);
  for (const part of boxesOutside(box, known, rule.types)) {
    const found = rule.refusedIn(part, side);
    if (found !== undefined) return found;
  }
  return undefined;
}
