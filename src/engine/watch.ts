// What a plan made from constraints is watched by, and what the machine remembers of that. Plans without constraints have
// none of this, and their deployments know nothing of it.

import {
  type ComponentKey,
  type ComponentVersions,
  type Constraints,
  currentVersion,
  identityOf,
  type NoReturnRule,
  OFFLINE,
  type Plan,
  type PlanSafety,
  plannedComponents,
  type SafetyDecision,
  semverScheme,
  versionsOf,
} from "../model/index.js";

/** Never changes during a deployment. */
export interface Watch {
  readonly constraints: Constraints;
  readonly versions: ReadonlyMap<ComponentKey, ComponentVersions>;
  /** Components of the plan → index of their group. */
  readonly groupOf: ReadonlyMap<ComponentKey, number>;
  /** The rule for a component that turns out to have no way back. */
  readonly noReturn: NoReturnRule;
  /** Another leg follows, so that no group of this one is the last batch. */
  readonly hasLaterLeg: boolean;
  /** Type, then identity → as authors or components write it. */
  readonly spellings: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface SafetyProgress {
  readonly watch: Watch;
  /** Groups whose components all run their new version. */
  readonly completed: number;
  /** Versions, as reported, of components that changed although no state had run for them. */
  readonly found: Readonly<Record<ComponentKey, string>>;
  /** The rollback goes no further. */
  readonly isResting: boolean;
  readonly decisions: readonly SafetyDecision[];
}

export function watchOf(plan: Plan): Watch | undefined {
  const { safety, chain, groups } = plan;
  if (safety === undefined) return undefined;
  return {
    constraints: safety.constraints,
    versions: new Map(Object.entries(safety.versions)),
    groupOf: new Map(groups.flatMap(({ components }, index) => components.map(({ key }) => [key, index] as const))),
    noReturn: safety.isNoReturnAccepted ? "allow" : safety.pointOfNoReturn,
    hasLaterLeg: chain !== undefined && chain.leg < chain.legs,
    spellings: spellingsOf(plan, safety),
  };
}

export function watchBegins(watch: Watch): SafetyProgress {
  return { watch, completed: 0, found: {}, isResting: false, decisions: [] };
}

/** Nothing that a component reports is OFFLINE, whatever it calls its version. */
export function identity(version: string): string {
  const known = identityOf(semverScheme, version);
  return known === OFFLINE ? `"${known}"` : known;
}

export function spelled({ watch, found }: SafetyProgress, type: string, version: string): string {
  const written = watch.spellings.get(type)?.get(version);
  return written ?? Object.values(found).find((text) => identity(text) === version) ?? version;
}

/** The words of the plan's sequence come before those of components and artifacts. */
function spellingsOf(plan: Plan, { versions }: PlanSafety): Watch["spellings"] {
  const spellings = new Map<string, Map<string, string>>();
  const learn = (type: string, text: string | undefined): void => {
    if (text === undefined) return;
    const ofType = spellings.get(type) ?? new Map<string, string>();
    spellings.set(type, ofType);
    if (!ofType.has(identity(text))) ofType.set(identity(text), text);
  };
  for (const { type, from, to } of plan.sequence?.batches.flatMap(({ moves }) => moves) ?? []) {
    learn(type, from);
    learn(type, to);
  }
  for (const component of [...plannedComponents(plan), ...plan.skipped]) {
    const { interfaceName } = component;
    const versionKey = versions[component.key]?.versionKey;
    learn(component.type, currentVersion(component.provides, { interfaceName, versionKey }));
  }
  for (const component of plannedComponents(plan)) learn(component.type, versionsOf(component).to);
  return spellings;
}
