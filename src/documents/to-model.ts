// Documents that have passed every check → the model. The only place where snake_case becomes camelCase, and where defaults
// are filled in.

import { basename } from "node:path";
import {
  type ComponentTypeTarget,
  DEFAULT_ORDER,
  DEFAULT_PLANNING,
  type DeclaredComponent,
  identityOf,
  type Manifest,
  NO_CONSTRAINTS,
  semverScheme,
  type Topology,
} from "../model/index.js";
import {
  isExtension,
  type ManifestFile,
  type TargetEntry,
  type TopologyComponent,
  type UpdateManifestComponent,
  type UpdateManifestFile,
} from "./document-types.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

export function manifestOf2024(file: UpdateManifestFile, document: YamlDocument): Manifest {
  return {
    dialect: "2024",
    name: file.version,
    systemTypesCompatible: [],
    componentTypes: targetsOf(file.component_types, document),
    constraints: NO_CONSTRAINTS,
    planning: DEFAULT_PLANNING,
    needsPlanner: false,
  };
}

export function manifestOf2026(file: ManifestFile, document: YamlDocument): Manifest {
  return {
    dialect: "2026",
    name: file.name,
    systemTypesCompatible: file.system_types_compatible,
    componentTypes: targetsOf(file.component_types, document),
    constraints: NO_CONSTRAINTS,
    planning: DEFAULT_PLANNING,
    needsPlanner: false,
  };
}

/** Without the manifest's entries, as in a file of components alone, every interface has the name of its type. */
export function topologyOf2024(
  components: readonly UpdateManifestComponent[],
  types: UpdateManifestFile["component_types"] = {},
): Topology {
  const interfaces = new Map(Object.entries(types).map(([type, entry]) => [type, entry.update_interface]));
  return {
    dialect: "2024",
    components: components.map(({ component_type: type, id, args }) => ({
      type,
      id,
      interfaceName: interfaces.get(type) ?? type,
      interfaceArgs: args ?? [],
    })),
  };
}

export function topologyOf2026(systemType: string, components: readonly TopologyComponent[]): Topology {
  return { dialect: "2026", systemType, components: components.map(componentOf2026) };
}

function componentOf2026(component: TopologyComponent): DeclaredComponent {
  const { component_type: type, interface: interfaceName, interface_args: interfaceArgs } = component;
  return { type, interfaceName: interfaceName ?? type, interfaceArgs: interfaceArgs ?? [] };
}

function targetsOf(
  types: Readonly<Record<string, TargetEntry>>,
  document: YamlDocument,
): readonly ComponentTypeTarget[] {
  return Object.entries(types)
    .filter(([type]) => !isExtension(type))
    .map(([type, entry]) => targetOf(type, entry, document));
}

function targetOf(type: string, entry: TargetEntry, document: YamlDocument): ComponentTypeTarget {
  const { artifact_path: artifactPath, artifact_name: artifactName, update_strategy: strategy } = entry;
  const versionText = artifactName ?? fileVersion(artifactPath ?? "");
  return {
    type,
    ...(artifactPath === undefined ? {} : { artifactPath }),
    ...(artifactName === undefined ? {} : { artifactName }),
    order: strategy?.order ?? DEFAULT_ORDER,
    hasOrder: strategy?.order !== undefined,
    version: identityOf(semverScheme, versionText),
    versionText,
    hasVersion: false,
    steppingStones: [],
    moves: { kind: "upwards" },
    rollback: { kind: "supported" },
    location: document.locateKey(["component_types", type]),
  };
}

/** `rtos-v2` of `artifacts/rtos-v2.mender`. */
function fileVersion(artifactPath: string): string {
  return basename(artifactPath, ".mender");
}
