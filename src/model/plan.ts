// A plan: which components are updated, with what, in which groups. An immutable, printable value; planning/ makes it,
// engine/ carries it out, and neither knows the other.

import type { Component, ComponentKey, Dialect } from "./component.js";

/** The artifact of a planned component, pinned to what was planned with. */
export interface PlannedArtifact {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** `ArtifactHeader.manifestDigest` at planning time. */
  readonly manifestDigest: string;
}

export interface PlannedComponent extends Component {
  readonly key: ComponentKey;
  readonly dialect: Dialect;
  readonly artifact: PlannedArtifact;
  /** What the component provided when planned, for `current_*` in the work dir and for views. */
  readonly provides: Readonly<Record<string, string>>;
  /** What the artifact will make it provide. */
  readonly target: Readonly<Record<string, string>>;
}

/** Components whose types have the same order: each state runs for all of them in parallel. */
export interface OrderGroup {
  readonly order: number;
  readonly components: readonly PlannedComponent[];
}

/** A component that is not touched at all, and why. */
export interface SkippedComponent extends Component {
  readonly key: ComponentKey;
  readonly dialect: Dialect;
  readonly reason: "already-installed";
  readonly provides: Readonly<Record<string, string>>;
}

export interface Plan {
  readonly manifestName: string;
  /** Lowest order first. */
  readonly groups: readonly OrderGroup[];
  readonly skipped: readonly SkippedComponent[];
}

export function plannedComponents(plan: Plan): readonly PlannedComponent[] {
  return plan.groups.flatMap((group) => group.components);
}
