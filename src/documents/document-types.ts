// The documents as they are written, once their schema has accepted them. Keys are the files' own snake_case; nothing
// outside this folder sees them.

import type { NoReturnRule, Objective, Ordering, WrittenPoint } from "../model/index.js";

/** What a manifest and the system's own constraints both say of a component type. */
export interface TypeEntry {
  readonly version_key?: string;
  readonly moves?: string | readonly WrittenPair[];
  readonly rollback?: string | readonly WrittenPair[];
  readonly mixed_versions?: "allowed" | "forbidden";
  readonly update_strategy?: { readonly max_parallel?: number };
}

/** Where an artifact is, and what it must be. */
export interface ArtifactEntry {
  readonly artifact_path?: string;
  readonly artifact_name?: string;
  readonly artifact_sha256?: string;
  readonly artifact_manifest_sha256?: string;
}

export interface TargetEntry extends TypeEntry, ArtifactEntry {
  /** 2024 only. */
  readonly update_interface?: string;
  readonly update_strategy?: { readonly order?: number; readonly max_parallel?: number };
  readonly rollback_point?: WrittenPoint;
  readonly version?: string;
  readonly requires?: Readonly<Record<string, WrittenCell>>;
  readonly stepping_stones?: readonly SteppingStoneEntry[];
}

/** One version, or several: exact, ranges, `*`. */
export type WrittenCell = string | readonly string[];

/** Two cells: from and to. */
export type WrittenPair = readonly WrittenCell[];

export interface SteppingStoneEntry extends ArtifactEntry {
  readonly version: string;
  readonly mandatory?: boolean;
}

/** `constraints` themselves are read as far as they can be understood (constraints/), so they are not typed here. */
export interface PlanningEntry {
  readonly ordering?: Ordering;
  readonly objective?: Objective;
  readonly point_of_no_return?: NoReturnRule;
}

/** What a signed manifest says of itself. */
export interface ReleaseEntry {
  readonly serial?: number;
  readonly expires?: string;
}

export interface UpdateManifestFile extends ReleaseEntry {
  readonly version: string;
  readonly component_types: Readonly<Record<string, TargetEntry>>;
  readonly components?: readonly UpdateManifestComponent[];
  readonly planning?: PlanningEntry;
}

export interface UpdateManifestComponent {
  readonly component_type: string;
  readonly id: string;
  readonly args?: readonly string[];
  readonly rollback_point?: WrittenPoint;
}

export interface UpdateManifestComponentsFile {
  readonly components: readonly UpdateManifestComponent[];
}

export interface ManifestFile extends ReleaseEntry {
  readonly name: string;
  readonly system_types_compatible: readonly string[];
  readonly component_types: Readonly<Record<string, TargetEntry>>;
  readonly planning?: PlanningEntry;
}

/** The system's own constraints. */
export interface ConstraintsFile {
  readonly component_types?: Readonly<Record<string, TypeEntry>>;
  readonly planning?: Pick<PlanningEntry, "point_of_no_return">;
}

export interface TopologyFile {
  readonly system_type: string;
  readonly components?: readonly TopologyComponent[];
}

export interface TopologyComponent {
  readonly component_type: string;
  readonly interface?: string;
  readonly interface_args?: readonly string[];
  readonly rollback_point?: WrittenPoint;
}

export interface TopologyComponentsFile {
  readonly components: readonly TopologyComponent[];
}

export interface InventoryFile {
  readonly components: readonly InventoryEntry[];
}

/** One component with an id, or a number of them. */
export interface InventoryEntry {
  readonly component_type: string;
  readonly id?: string;
  readonly count?: number;
  readonly version: string;
  readonly target?: string;
}

/** Every form a file can have. A role is a kind, and whether the file holds only the components of that kind. */
export interface FilesByRole {
  readonly updateManifest: UpdateManifestFile;
  readonly updateManifestComponents: UpdateManifestComponentsFile;
  readonly manifest: ManifestFile;
  readonly topology: TopologyFile;
  readonly topologyComponents: TopologyComponentsFile;
  readonly constraints: ConstraintsFile;
  readonly inventory: InventoryFile;
}

export type FileRole = keyof FilesByRole;

/** What a person calls a file of that role. */
export const ROLE_NAMES: Readonly<Record<FileRole, string>> = {
  updateManifest: "an update_manifest",
  updateManifestComponents: "an update_manifest that holds only components",
  manifest: "a manifest",
  topology: "a topology",
  topologyComponents: "a topology that holds only components",
  constraints: "a document of constraints",
  inventory: "an inventory",
};

/** Keys that begin with `x-` are the user's own and pass at every level. */
export function isExtension(key: string): boolean {
  return key.startsWith("x-");
}
