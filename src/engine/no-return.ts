// Components that turn out to have no way back: they answer SupportsRollback `No`, and nobody had declared it, so the plan
// does not know. Asked after their Download, before their ArtifactInstall; where the rule forbids nothing, not at all.

import type { ComponentKey, DeploymentEvent } from "../model/index.js";
import { type DeploymentContext, everyone, isReversible, type Selector } from "./progress.js";
import type { SafetyProgress } from "./watch.js";

type Answered = Extract<DeploymentEvent, { type: "queriesAnswered" }>;

export const mustHaveReturn: Selector = (context) => {
  const rule = ruleHere(context);
  return rule === undefined ? [] : everyone(context).filter((key) => isReversible(context, key));
};

export function learnNoReturn(context: DeploymentContext, event: Answered): Partial<DeploymentContext> {
  const components = withoutReturn(context, event);
  const rule = ruleHere(context);
  const { safety, group, groups } = context;
  if (safety === undefined || rule === undefined || components.length === 0) return {};
  const decisions: SafetyProgress["decisions"] = [
    ...safety.decisions,
    { kind: "noReturn", rule, batch: group + 1, batches: groups.length, components },
  ];
  return { safety: { ...safety, decisions } };
}

/** A query that fails counts as `No`; one that a cancel withdrew has no answer, and the way back is taken anyway. */
export function isReturnAssured(context: DeploymentContext, event: Answered): boolean {
  return (event.withdrawn ?? []).length === 0 && withoutReturn(context, event).length === 0;
}

function withoutReturn(context: DeploymentContext, { answers, withdrawn = [] }: Answered): readonly ComponentKey[] {
  return mustHaveReturn(context).filter((key) => answers[key] !== true && !withdrawn.includes(key));
}

/** The rule that forbids a point of no return in the group in work. */
function ruleHere({ safety, group, groups }: DeploymentContext): "last_batch" | "refuse" | undefined {
  if (safety === undefined || safety.watch.noReturn === "allow") return undefined;
  const { noReturn, hasLaterLeg } = safety.watch;
  const isLast = group === groups.length - 1 && !hasLaterLeg;
  return noReturn === "last_batch" && isLast ? undefined : noReturn;
}
