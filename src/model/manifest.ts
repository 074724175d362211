// The two documents a deployment starts from, whichever dialect they were written in. documents/ makes them.

import type { SourceLocation } from "../base/index.js";
import type { DeclaredComponent, Dialect } from "./component.js";

/** What the manifest wants for every component of one type. At least one of artifactPath and artifactName is given. */
export interface ComponentTypeTarget {
  readonly type: string;
  /** As written: absolute, or relative to the manifest's folder. */
  readonly artifactPath?: string;
  readonly artifactName?: string;
  /** 1–100; types without one share the lowest. */
  readonly order: number;
  /** Where the entry stands, for messages. */
  readonly location: SourceLocation;
}

export interface Manifest {
  readonly dialect: Dialect;
  /** `name` (2026) or `version` (2024). */
  readonly name: string;
  /** 2026 only; empty in the 2024 dialect. */
  readonly systemTypesCompatible: readonly string[];
  readonly componentTypes: readonly ComponentTypeTarget[];
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
