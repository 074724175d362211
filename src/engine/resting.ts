// The way back, kept within what is acceptable: before a group is rolled back, every combination that could then occur is
// looked at. One that is refused, was not there at the start, and would not be there anyway ends the rollback: everyone rests
// where they are.

import {
  type ComponentKey,
  type RefusedCombination,
  type RefusingRule,
  type RestingComponent,
  ruleInWords,
} from "../model/index.js";
import { type Refusal, refusalIn } from "./box.js";
import { possibleVersions, presenceAtStart, presenceDuring, presenceWithout } from "./presence.js";
import { type DeploymentContext, progressOf, rollsBack } from "./progress.js";
import { type SafetyProgress, spelled } from "./watch.js";

/** What refuses the rollback of the group in work; undefined when it may be rolled back. */
export function rollbackRefusal(context: DeploymentContext): Refusal | undefined {
  const { safety } = context;
  const moving = new Set(rollsBack(context));
  if (safety === undefined || moving.size === 0) return undefined;
  const exempt = [presenceAtStart(safety.watch), presenceWithout(context, safety, moving)];
  return refusalIn(safety.watch.constraints, presenceDuring(context, safety, moving), exempt);
}

export function rest(context: DeploymentContext): Partial<DeploymentContext> {
  const { safety } = context;
  const refusal = rollbackRefusal(context);
  if (safety === undefined || refusal === undefined) return {};
  const refused = inWords(safety, refusal);
  const components = Object.keys(context.components)
    .filter((key) => progressOf(context, key).installStarted)
    .map((key) => restingAt(context, safety, key));
  const decisions: SafetyProgress["decisions"] = [...safety.decisions, { kind: "rests", components, refused }];
  return { safety: { ...safety, isResting: true, decisions } };
}

function inWords(safety: SafetyProgress, { combination, rule }: Refusal): RefusedCombination {
  const versions = typesOf(rule).flatMap((type) => {
    const version = combination.get(type);
    return version === undefined ? [] : [{ type, version: spelled(safety, type, version) }];
  });
  return { combination: versions, ...ruleInWords(rule) };
}

function typesOf(rule: RefusingRule): readonly string[] {
  if (rule.kind !== "requirement") return rule.table.columns;
  return [rule.requirement.type, rule.requirement.needs.type];
}

function restingAt(context: DeploymentContext, safety: SafetyProgress, component: ComponentKey): RestingComponent {
  const type = safety.watch.versions.get(component)?.type ?? "";
  const versions = possibleVersions(context, safety, component);
  return { component, versions: versions.map((version) => spelled(safety, type, version)) };
}
