// The two documents a deployment starts from, whichever dialect they were written in. documents/ makes them.

import type { SourceLocation } from "../base/index.js";
import type { DeclaredComponent, Dialect } from "./component.js";
import type { Constraints, MoveRule, PlanningRules, RollbackRule } from "./constraints.js";

/** Which artifact the manifest means, as written. At least one of artifactPath and artifactName is given. */
export interface ArtifactReference {
  /** Absolute, or relative to the manifest's folder. */
  readonly artifactPath?: string;
  readonly artifactName?: string;
  /** sha256 in hex of the whole `.mender` file: any other one is refused. */
  readonly artifactSha256?: string;
  /** The same of `ArtifactHeader.manifestDigest`, which is known as soon as the header is read. */
  readonly artifactManifestSha256?: string;
}

/** A version on the way to the target, that a component may be brought to, or must be brought to where it is mandatory. */
export interface SteppingStone extends ArtifactReference {
  /** A version identity. */
  readonly version: string;
  /** As written. */
  readonly versionText: string;
  readonly isMandatory: boolean;
  readonly location: SourceLocation;
}

/** What the manifest wants for every component of one type. */
export interface ComponentTypeTarget extends ArtifactReference {
  readonly type: string;
  /** 1–100; types without one share the lowest. */
  readonly order: number;
  /** Whether the manifest itself gives the order. */
  readonly hasOrder: boolean;
  /**
   * The identity of the version that a component of this type reports once it is updated: the manifest's `version`, else the
   * name of the artifact, else the name of its file without `.mender`.
   */
  readonly version: string;
  readonly versionText: string;
  /** Whether the manifest itself gives the version. */
  readonly hasVersion: boolean;
  /** The provide that tells the version of a component; undefined for the usual ones (version-of.ts). */
  readonly versionKey?: string;
  /** Calls running at once in an order group, for this type; undefined for no limit. */
  readonly maxParallel?: number;
  readonly steppingStones: readonly SteppingStone[];
  readonly moves: MoveRule;
  readonly rollback: RollbackRule;
  /** Where it is written that components of the type may never run different versions; undefined where they may. */
  readonly mixedForbiddenAt?: SourceLocation;
  /** Where the entry stands, for messages. */
  readonly location: SourceLocation;
}

export interface Manifest {
  readonly dialect: Dialect;
  /** `name` (2026) or `version` (2024). */
  readonly name: string;
  /** Grows with every manifest that is released. */
  readonly serial?: number;
  /** RFC 3339, as written: until when it may be installed where signatures are checked. */
  readonly expires?: string;
  /** 2026 only; empty in the 2024 dialect. */
  readonly systemTypesCompatible: readonly string[];
  readonly componentTypes: readonly ComponentTypeTarget[];
  /** Of the manifest and of the system's own constraints document; all must hold. */
  readonly constraints: Constraints;
  readonly planning: PlanningRules;
  /**
   * Whether the documents say anything that only the planner understands. Without it the manifest is carried out by its
   * `order` values alone, as every manifest of the field is today.
   */
  readonly needsPlanner: boolean;
}

/** The components of a system, read once when a deployment starts (interface-protocol, section 1). */
export interface Topology {
  readonly dialect: Dialect;
  /** 2026 only. */
  readonly systemType?: string;
  readonly components: readonly DeclaredComponent[];
}

/** The order of a type whose manifest entry gives none. */
export const DEFAULT_ORDER = 1;
