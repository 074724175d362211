// What must hold before anything is searched: where the system is and where it shall go are acceptable, and every group has a
// way of its own to its target.

import { semverScheme, type VersionedType } from "../../model/index.js";
import type { PlanMessage } from "../answer.js";
import { combinationFacts, refusedFacts } from "./facts.js";
import { type Outlook, refusedAmong, versionsByType } from "./outlook.js";
import { jumpedStone, type Mover, moverOf, reachable } from "./possible-moves.js";
import { locationOf, refusalText, ruleText } from "./references.js";
import { type Refused, refusedIn } from "./refused-in.js";
import { combinationText, counted, listed, printable, shortened, versionText } from "./words.js";

/** Undefined where both ends are acceptable and within reach. */
export function endpointRefusal(outlook: Outlook): PlanMessage | undefined {
  return startRefusal(outlook) ?? targetRefusal(outlook) ?? pathRefusal(outlook);
}

function startRefusal(outlook: Outlook): PlanMessage | undefined {
  const { problem, rules, start } = outlook;
  if (problem.isRepair) return undefined;
  for (const rule of rules) {
    const found = refusedAmong(outlook, rule, (type) => start.get(type) ?? [], "transition");
    if (found !== undefined) return startMessage(outlook, found);
  }
  return undefined;
}

function startMessage(outlook: Outlook, refused: Refused): PlanMessage {
  const { problem } = outlook;
  const { combination, rule } = refused;
  const what = `${combinationText(problem, combination)}${idsText(outlook, combination)}`;
  return {
    code: "PLAN_START",
    message: `the system is in a combination ${noTable(refused)}: ${what}. Repair first: plan --repair`,
    lines: [`${rule.kind === "unlisted" ? "" : "not acceptable: "}${startRuleText(outlook, refused)}`],
    location: locationOf(rule),
    facts: { ...refusedFacts(problem, refused), components: idsOf(outlook, combination) },
  };
}

/** A row that refuses makes its table refuse; a requirement stands beside the tables. */
function noTable({ rule }: Refused): string {
  return rule.kind === "requirement" ? "that is not acceptable" : "no table accepts";
}

function startRuleText({ problem }: Outlook, { rule }: Refused): string {
  const { constraints } = problem;
  return rule.kind === "unlisted" ? refusalText(rule, constraints) : ruleText(rule, constraints);
}

const MOST_IDS = 4;

/** The components that make the difference: those of types with mixed versions, else those of the last type. */
function idsOf({ problem, start }: Outlook, combination: readonly VersionedType[]): readonly string[] {
  const mixed = combination.filter(({ type }) => (start.get(type)?.length ?? 0) > 1);
  const named = mixed.length > 0 ? mixed : combination.slice(-1);
  return named.flatMap(({ type, version }) =>
    problem.groups.filter((group) => group.type === type && group.current === version).flatMap(({ ids }) => ids),
  );
}

function idsText(outlook: Outlook, combination: readonly VersionedType[]): string {
  const ids = idsOf(outlook, combination).map((id) => printable(id));
  return ids.length === 0 ? "" : ` (${shortened(ids, MOST_IDS).join(", ")})`;
}

function targetRefusal({ problem, rules }: Outlook): PlanMessage | undefined {
  const targets = versionsByType(
    problem,
    problem.groups.map(({ target }) => target),
  );
  for (const rule of rules) {
    const choices = rule.types.map((type) => targets.get(type) ?? []);
    const never = refusedIn(rule, choices, "transition");
    const found = never ?? refusedIn(rule, choices, "end");
    if (found === undefined) continue;
    const how = never === undefined ? "acceptable only in transition, not as an end state" : "not acceptable";
    return {
      code: "PLAN_TARGET",
      message: `the target ${combinationText(problem, found.combination)} is ${how}`,
      lines: [targetRule(problem.constraints, found, never === undefined)],
      hint: "list the combination under end_states, or let the manifest ask for other versions",
      location: locationOf(found.rule),
      facts: refusedFacts(problem, found),
    };
  }
  return undefined;
}

function targetRule(constraints: Outlook["problem"]["constraints"], { rule }: Refused, isTransition: boolean): string {
  if (rule.kind !== "unlisted") return `not acceptable: ${ruleText(rule, constraints)}`;
  return isTransition
    ? `no row of end_states lists it in ${ruleText(rule, constraints)}`
    : refusalText(rule, constraints);
}

function pathRefusal(outlook: Outlook): PlanMessage | undefined {
  for (const [index, group] of outlook.problem.groups.entries()) {
    if (group.current === group.target) continue;
    const mover = moverOf(outlook, index);
    if (mover === undefined) continue;
    const versions = reachable(mover);
    if (!versions.includes(group.target)) return pathMessage(outlook, mover, versions);
  }
  return undefined;
}

function pathMessage({ problem }: Outlook, mover: Mover, versions: readonly string[]): PlanMessage {
  const { type, current, target } = mover.group;
  const say = (version: string) => versionText(problem, type, version);
  const others = versions.slice(1).map(say);
  const name = printable(type);
  return {
    code: "PLAN_PATH",
    message: `${name} cannot get from ${say(current)} to ${say(target)}: ${whyNoPath(mover, say)}`,
    lines: [
      `from ${say(current)} it can get to ${others.length === 0 ? "no other version" : listed(shortened(others, 8))}` +
        `   ${counted(mover.group.count, "component")}`,
    ],
    hint: wayToMake(mover, say),
    facts: {
      component_type: type,
      from: say(current),
      to: say(target),
      reachable: others,
      combination: combinationFacts(problem, [{ type, version: current }]),
    },
  };
}

function whyNoPath(mover: Mover, say: (version: string) => string): string {
  const { current, target } = mover.group;
  const name = printable(mover.group.type);
  if (!mover.type.isManaged) return "the manifest does not speak of it";
  const stone = jumpedStone(mover, current, target);
  if (stone !== undefined) return `it must not jump over ${say(stone)} (component_types.${name}.stepping_stones)`;
  const isDown = (semverScheme.compare(target, current) ?? 0) < 0;
  return `${isDown ? "no downgrade allowed" : "no update leads there"} (component_types.${name}.moves)`;
}

function wayToMake(mover: Mover, say: (version: string) => string): string {
  const { current, target } = mover.group;
  const name = printable(mover.group.type);
  if (!mover.type.isManaged) return `add ${name} to component_types`;
  const stone = jumpedStone(mover, current, target);
  return stone === undefined
    ? `allow [${say(current)}, ${say(target)}] in component_types.${name}.moves, or add a stepping stone in between`
    : `allow the updates to and from ${say(stone)} in component_types.${name}.moves, or make it mandatory: false`;
}
