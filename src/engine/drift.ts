// Components that changed under us. Only those for which no state has run are compared with the plan: between Download and
// commit an interface may report anything, there the journal decides.

import type { ComponentChange, ComponentKey, DeploymentEvent, MachineAnswer } from "../model/index.js";
import { type DeploymentContext, progressOf, type Selector } from "./progress.js";
import { identity, type SafetyProgress, spelled } from "./watch.js";

type Answered = Extract<DeploymentEvent, { type: "queriesAnswered" }>;

/** Whoever the plan has a version of, of the whole system, and no state has run for. */
export const asPlanned: Selector = (context) => {
  const keys = [...(context.safety?.watch.versions.keys() ?? [])];
  return keys.filter((key) => !progressOf(context, key).touched);
};

export function isAsPlanned(context: DeploymentContext, event: Answered): boolean {
  const isAnswered = event.failed.length === 0 && (event.withdrawn ?? []).length === 0;
  return isAnswered && changesOf(context, event).length === 0;
}

export function learnVersions(
  context: DeploymentContext,
  event: Answered,
  during: "update" | "rollback",
): Partial<DeploymentContext> {
  const changes = changesOf(context, event);
  const { safety } = context;
  if (safety === undefined || changes.length === 0) return {};
  const found = Object.fromEntries(
    changes.flatMap((each) => (each.found === undefined ? [] : [[each.component, each.found]])),
  );
  const decisions: SafetyProgress["decisions"] = [...safety.decisions, { kind: "changed", during, changes }];
  return { safety: { ...safety, decisions, found: { ...safety.found, ...found } } };
}

/** A component that could not be asked has not been shown to be as planned. */
function changesOf(context: DeploymentContext, { answers, withdrawn = [] }: Answered): readonly ComponentChange[] {
  const { safety } = context;
  if (safety === undefined) return [];
  const asked = new Set(asPlanned(context));
  for (const key of withdrawn) asked.delete(key);
  return [...asked].flatMap((component): readonly ComponentChange[] => {
    const versions = safety.watch.versions.get(component);
    if (versions === undefined) return [];
    const expected = spelled(safety, versions.type, versions.from);
    const found = versionIn(answers, component);
    if (found === undefined) return [{ component, expected }];
    return identity(found) === versions.from ? [] : [{ component, expected, found }];
  });
}

function versionIn(answers: Answered["answers"], key: ComponentKey): string | undefined {
  const answer: MachineAnswer | undefined = Object.hasOwn(answers, key) ? answers[key] : undefined;
  return typeof answer === "object" ? answer.version : undefined;
}
