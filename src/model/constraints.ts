// Which combinations of versions are acceptable: the seed's two tables, several tables, and requirements between single types
// (the semantics are in docs/constraints.md). All tables and all requirements must agree. documents/ makes these values.

import type { SourceLocation } from "../base/index.js";

/** One alternative of a cell. Exact versions are identities (see version/scheme.ts), so equal means the same version. */
export type VersionMatcher =
  | { readonly kind: "any" }
  | { readonly kind: "exact"; readonly version: string }
  | { readonly kind: "range"; readonly range: string };

/** What a row says of one component type: any of the alternatives. */
export interface Cell {
  /** As the author wrote it. */
  readonly text: string;
  readonly matchers: readonly VersionMatcher[];
}

export type RowList = "end_states" | "transition_states";

export interface ConstraintRow {
  readonly list: RowList;
  /** From 1, in its list. */
  readonly number: number;
  /** False for a refusing row: it wins over every other row of its table, in both lists. */
  readonly acceptable: boolean;
  /** By component type; a type that is not named may have any version. */
  readonly cells: Readonly<Record<string, Cell>>;
  readonly systemVersion?: string;
  readonly why?: string;
  readonly location: SourceLocation;
}

export interface ConstraintTable {
  /** `system` for a table without a name of its own. */
  readonly name: string;
  /** Where it stands in its document: `constraints` or `constraints.tables[1]`. */
  readonly path: string;
  /** Every type that a row names, in the order of their first appearance. */
  readonly columns: readonly string[];
  /** What a combination that no row matches is. */
  readonly unlisted: "refused" | "acceptable";
  /** End states first, then transition states, as written. */
  readonly rows: readonly ConstraintRow[];
  readonly location: SourceLocation;
}

/** Wherever a component of `type` runs a version of `version`, every component of `needs.type` must run one of `needs.version`. */
export interface Requirement {
  readonly type: string;
  readonly version: Cell;
  readonly needs: { readonly type: string; readonly version: Cell };
  /** `component_types.rtos.requires` or `constraints.requires[0]`. */
  readonly path: string;
  readonly location: SourceLocation;
}

export interface Constraints {
  readonly tables: readonly ConstraintTable[];
  readonly requirements: readonly Requirement[];
}

export const NO_CONSTRAINTS: Constraints = { tables: [], requirements: [] };

/** Versions of a plan's moves, by pairs of what is allowed. */
export interface VersionPair {
  readonly from: Cell;
  readonly to: Cell;
}

/**
 * Which single updates of a component type are possible. `upwards`: straight from any version to the target, and upwards to
 * and between stepping stones. A mandatory stepping stone is never jumped over upwards, whatever the rule.
 */
export type MoveRule =
  | { readonly kind: "upwards" }
  | { readonly kind: "any" }
  | { readonly kind: "listed"; readonly pairs: readonly VersionPair[] }
  /** Of the manifest and of the system's own constraints: a move must be allowed by every one of the rules. */
  | { readonly kind: "every"; readonly rules: readonly MoveRule[] };

/** Between which versions a component can be rolled back; a pair holds for both directions. */
export type RollbackRule =
  | { readonly kind: "supported" }
  | { readonly kind: "unsupported" }
  | { readonly kind: "listed"; readonly pairs: readonly VersionPair[] }
  /** A move can be rolled back where every one of the rules says so. */
  | { readonly kind: "every"; readonly rules: readonly RollbackRule[] };

export type Ordering = "verify" | "hint" | "auto";
export type Objective = "fewest_updates" | "fastest";
export type NoReturnRule = "allow" | "last_batch" | "refuse";

export interface PlanningRules {
  /** Undefined: `verify` where the manifest gives an order, else `auto`. */
  readonly ordering?: Ordering;
  readonly objective: Objective;
  readonly pointOfNoReturn: NoReturnRule;
}

export const DEFAULT_PLANNING: PlanningRules = { objective: "fewest_updates", pointOfNoReturn: "allow" };
