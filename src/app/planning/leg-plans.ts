// The legs of a walk as plans that the engine carries out, each with what it needs to watch over the system.

import {
  type AskedComponent,
  type ComponentKey,
  type ComponentVersions,
  type Constraints,
  type Manifest,
  type NoReturnRule,
  type Plan,
  type PlanSafety,
  plannedComponents,
  type SkippedComponent,
  type UpdateSequence,
} from "../../model/index.js";
import { isConstrained } from "./spoken-of.js";
import { type Subject, UNKNOWN_VERSION } from "./subjects.js";
import type { Leg, Position } from "./walk.js";

export interface LegPlansInput {
  readonly manifest: Manifest;
  readonly sequence: UpdateSequence;
  readonly subjects: readonly Subject[];
  readonly legs: readonly Leg[];
  readonly pointOfNoReturn: NoReturnRule;
  readonly isNoReturnAccepted: boolean;
  /** Whether a component that stands there is left alone because that is where it shall be. */
  isThere(subject: Subject, position: Position): boolean;
}

/** One for every leg, without its place in the chain. */
export function legPlans(input: LegPlansInput): readonly Plan[] {
  return input.legs.map((leg) => {
    const plan = { manifestName: input.manifest.name, groups: leg.groups };
    const planned = new Set(plannedComponents({ ...plan, skipped: [] }).map(({ key }) => key));
    const skipped = skippedIn(leg, planned, input);
    const safety = safetyOf(leg, planned, input);
    const bystanders = bystandersIn(safety, new Set([...planned, ...skipped.map(({ key }) => key)]), input);
    return { ...plan, skipped, ...(bystanders.length > 0 && { bystanders }), sequence: input.sequence, safety };
  });
}

/** What is where it shall be when the leg begins, and not touched by it. */
function skippedIn(
  { before }: Leg,
  planned: ReadonlySet<ComponentKey>,
  { subjects, manifest: { dialect }, isThere }: LegPlansInput,
): readonly SkippedComponent[] {
  return subjects.flatMap((subject) => {
    const { key, component } = subject;
    const position = before.get(key);
    if (planned.has(key) || position === undefined || !isThere(subject, position)) return [];
    return [{ ...component, key, dialect, reason: "already-installed", provides: position.provides }];
  });
}

function bystandersIn(
  { versions }: PlanSafety,
  others: ReadonlySet<ComponentKey>,
  { subjects, manifest: { dialect } }: LegPlansInput,
): readonly AskedComponent[] {
  const watched = subjects.filter(({ key }) => Object.hasOwn(versions, key) && !others.has(key));
  return watched.map(({ key, component }) => ({ ...component, key, dialect }));
}

function safetyOf(leg: Leg, planned: ReadonlySet<ComponentKey>, input: LegPlansInput): PlanSafety {
  const { constraints } = input.manifest;
  const reversible = reversibleMoves(leg);
  const watched = input.subjects.filter((subject) => isWatched(subject, planned, constraints));
  const versions = watched.map(({ key, component, versionKey }): [ComponentKey, ComponentVersions] => [
    key,
    {
      type: component.type,
      from: leg.before.get(key)?.version ?? UNKNOWN_VERSION,
      to: leg.after.get(key)?.version ?? UNKNOWN_VERSION,
      ...(versionKey === undefined ? {} : { versionKey }),
      isReversible: reversible.get(key) ?? true,
    },
  ]);
  const { pointOfNoReturn, isNoReturnAccepted } = input;
  return { constraints, versions: Object.fromEntries(versions), pointOfNoReturn, isNoReturnAccepted };
}

/** One that tells no version cannot be compared with anything, and nobody needs to (subjects.ts). */
function isWatched({ key, component, current }: Subject, planned: ReadonlySet<ComponentKey>, constraints: Constraints) {
  return current !== UNKNOWN_VERSION && (planned.has(key) || isConstrained(constraints, component.type));
}

function reversibleMoves({ moved }: Leg): ReadonlyMap<ComponentKey, boolean> {
  return new Map(
    moved.flatMap(({ move, subjects }) => subjects.map(({ key }): [ComponentKey, boolean] => [key, move.isReversible])),
  );
}
