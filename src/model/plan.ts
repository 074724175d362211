// A plan: which components are updated, with what, in which groups. An immutable, printable value; planning/ makes it,
// engine/ carries it out, and neither knows the other.

import type { Component, ComponentKey, Dialect } from "./component.js";
import type { Constraints, NoReturnRule } from "./constraints.js";
import type { UpdateSequence } from "./update-sequence.js";

/** The artifact of a planned component, pinned to what was planned with. */
export interface PlannedArtifact {
  /** A location: an absolute path, or where else artifacts come from. */
  readonly path: string;
  readonly name: string;
  /** `ArtifactHeader.manifestDigest` at planning time. */
  readonly manifestDigest: string;
  /** sha256 in hex of the whole file, where the manifest says it. */
  readonly sha256?: string;
}

/** Whoever can be asked a question: enough to call its interface. */
export interface AskedComponent extends Component {
  readonly key: ComponentKey;
  readonly dialect: Dialect;
}

export interface PlannedComponent extends AskedComponent {
  readonly artifact: PlannedArtifact;
  /** What the component provided when planned, for `current_*` in the work dir and for views. */
  readonly provides: Readonly<Record<string, string>>;
  /** What the artifact will make it provide. */
  readonly target: Readonly<Record<string, string>>;
  /** After its ArtifactInstall, its data is brought back to what was captured in that deployment. */
  readonly restores?: RestoredPoint;
}

/** Whose capture it is, by deployment id: that of the component itself. */
export interface RestoredPoint {
  readonly deploymentId: string;
}

/** Components whose types have the same order, or one batch of the planner: each state runs for all of them in parallel. */
export interface OrderGroup {
  readonly order: number;
  readonly components: readonly PlannedComponent[];
  /** By component type: calls running at once. A type that is not named has no limit. */
  readonly maxParallel?: Readonly<Record<string, number>>;
}

/** A component that is not touched at all, and why. */
export interface SkippedComponent extends AskedComponent {
  readonly reason: "already-installed";
  readonly provides: Readonly<Record<string, string>>;
}

/** The version a component runs when its leg starts, and the one it runs when the leg has been committed; identities. */
export interface ComponentVersions {
  readonly type: string;
  readonly from: string;
  /** The same as `from` for a component that the leg leaves alone. */
  readonly to: string;
  /** The provide that tells the version; undefined for the usual ones. */
  readonly versionKey?: string;
  /** Whether the documents say that this move can be rolled back. */
  readonly isReversible: boolean;
}

/** What the engine watches over while it carries out a plan that was made from constraints. */
export interface PlanSafety {
  readonly constraints: Constraints;
  /** Every component of the system whose type a table or a requirement speaks of, and every one of the plan. */
  readonly versions: Readonly<Record<ComponentKey, ComponentVersions>>;
  readonly pointOfNoReturn: NoReturnRule;
  /** `--accept-no-return`: the rule above was overridden for this run. */
  readonly isNoReturnAccepted: boolean;
}

/** A chain goes forward to the manifest's versions, or back to where it started after one of its legs has failed. */
export type ChainPurpose = "forward" | "back";

/** One leg of a chain of deployments, for plans in which a component moves more than once. */
export interface ChainLink {
  /** Deployment id of the chain's first leg; undefined in that leg itself, whose id is not known when it is planned. */
  readonly first?: string;
  readonly purpose: ChainPurpose;
  /** From 1. */
  readonly leg: number;
  readonly legs: number;
  /** Of a leg that goes back: how many legs forward had been committed when the way back began. */
  readonly after?: number;
  /** sha256 in hex of the chain's own file, which lies in the folder of its first leg. */
  readonly chainDigest: string;
}

export interface Plan {
  readonly manifestName: string;
  /** Lowest order first. */
  readonly groups: readonly OrderGroup[];
  readonly skipped: readonly SkippedComponent[];
  /** The components in `safety.versions` that this leg leaves alone for another reason; only asked for their version. */
  readonly bystanders?: readonly AskedComponent[];
  /** The whole sequence that this plan carries out, or carries out a leg of; undefined for one made by `order` alone. */
  readonly sequence?: UpdateSequence;
  /** Undefined for a plan made by `order` alone. */
  readonly safety?: PlanSafety;
  /** Undefined where one deployment does it all. */
  readonly chain?: ChainLink;
}

/** Something of it is captured, or restored. */
export function needsPoints({ rollbackPoint, restores }: PlannedComponent): boolean {
  return rollbackPoint !== undefined || restores !== undefined;
}

export function plannedComponents(plan: Plan): readonly PlannedComponent[] {
  return plan.groups.flatMap((group) => group.components);
}

/** Everyone whose interface a deployment of the plan may call. */
export function calledComponents(plan: Plan): readonly AskedComponent[] {
  const watched = plan.safety === undefined ? [] : [...plan.skipped, ...(plan.bystanders ?? [])];
  return [...plannedComponents(plan), ...watched];
}
