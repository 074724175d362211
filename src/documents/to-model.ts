// Documents that have passed every check → the model. The only place where snake_case becomes camelCase, and where defaults
// are filled in.

import type { SourceLocation } from "../base/index.js";
import {
  type ArtifactReference,
  bothPoints,
  type ComponentTypeTarget,
  DEFAULT_ORDER,
  DEFAULT_PLANNING,
  type DeclaredComponent,
  identityOf,
  type Manifest,
  type PlanningRules,
  pointOf,
  type SteppingStone,
  semverScheme,
  type Topology,
  type WrittenPoint,
} from "../model/index.js";
import { constraintsOf, hasContent } from "./constraints/restrict.js";
import { mixedRule, moveRule, rollbackRule } from "./constraints/rules.js";
import { shortPlace } from "./constraints/short-place.js";
import { targetVersion } from "./constraints/target-version.js";
import {
  type ArtifactEntry,
  isExtension,
  type ManifestFile,
  type SteppingStoneEntry,
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
    ...plannedOf(file, document),
  };
}

export function manifestOf2026(file: ManifestFile, document: YamlDocument): Manifest {
  return {
    dialect: "2026",
    name: file.name,
    systemTypesCompatible: file.system_types_compatible,
    ...plannedOf(file, document),
  };
}

/** What both dialects say in the same words. */
function plannedOf(
  file: ManifestFile | UpdateManifestFile,
  document: YamlDocument,
): Omit<Manifest, "dialect" | "name" | "systemTypesCompatible"> {
  const constraints = constraintsOf(document);
  const entries = Object.entries(file.component_types).filter(([type]) => !isExtension(type));
  return {
    ...(file.serial === undefined ? {} : { serial: file.serial }),
    ...(file.expires === undefined ? {} : { expires: file.expires }),
    componentTypes: entries.map(([type, entry]) => targetOf(type, entry, document)),
    constraints,
    planning: planningOf(file.planning),
    needsPlanner:
      hasContent(constraints) || file.planning !== undefined || entries.some(([, entry]) => needsPlanner(entry)),
  };
}

/** Orders, versions and limits on parallel calls are things that manifests without a plan have, too. */
function needsPlanner({ stepping_stones: stones, moves, rollback, mixed_versions: mixed }: TargetEntry): boolean {
  return stones !== undefined || moves !== undefined || rollback !== undefined || mixed === "forbidden";
}

function planningOf(written: ManifestFile["planning"] = {}): PlanningRules {
  const { ordering, objective, point_of_no_return: pointOfNoReturn } = written;
  return {
    ...(ordering === undefined ? {} : { ordering }),
    objective: objective ?? DEFAULT_PLANNING.objective,
    pointOfNoReturn: pointOfNoReturn ?? DEFAULT_PLANNING.pointOfNoReturn,
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
    components: components.map(({ component_type: type, id, args, rollback_point: point }) => ({
      type,
      id,
      interfaceName: interfaces.get(type) ?? type,
      interfaceArgs: args ?? [],
      ...withPoint(point),
    })),
  };
}

/** Both what a component's own entry and what the manifest's entry of its type declare to be captured. */
export function withPointsOfTypes(topology: Topology, types: UpdateManifestFile["component_types"]): Topology {
  const components = topology.components.map((component) => {
    const entry = Object.hasOwn(types, component.type) ? types[component.type] : undefined;
    const rollbackPoint = bothPoints(pointOf(entry?.rollback_point), component.rollbackPoint);
    return rollbackPoint === undefined ? component : { ...component, rollbackPoint };
  });
  return { ...topology, components };
}

export function topologyOf2026(systemType: string, components: readonly TopologyComponent[]): Topology {
  return { dialect: "2026", systemType, components: components.map(componentOf2026) };
}

function componentOf2026(component: TopologyComponent): DeclaredComponent {
  const { component_type: type, interface: interfaceName, interface_args: interfaceArgs, rollback_point } = component;
  return {
    ...{ type, interfaceName: interfaceName ?? type, interfaceArgs: interfaceArgs ?? [] },
    ...withPoint(rollback_point),
  };
}

function withPoint(entry: WrittenPoint | undefined): Pick<DeclaredComponent, "rollbackPoint"> {
  const rollbackPoint = pointOf(entry);
  return rollbackPoint === undefined ? {} : { rollbackPoint };
}

function targetOf(type: string, entry: TargetEntry, document: YamlDocument): ComponentTypeTarget {
  const { update_strategy: strategy, version_key: versionKey } = entry;
  const { text: versionText, isGiven: hasVersion } = targetVersion(entry) ?? { text: "", isGiven: false };
  const path = ["component_types", type];
  return {
    type,
    ...artifactOf(entry),
    order: strategy?.order ?? DEFAULT_ORDER,
    hasOrder: strategy?.order !== undefined,
    version: identityOf(semverScheme, versionText),
    versionText,
    hasVersion,
    ...(versionKey === undefined ? {} : { versionKey }),
    ...(strategy?.max_parallel === undefined ? {} : { maxParallel: strategy.max_parallel }),
    steppingStones: (entry.stepping_stones ?? []).map((stone, index) =>
      stoneOf(stone, shortPlace(document.locateKey([...path, "stepping_stones", index]))),
    ),
    moves: moveRule(entry.moves, "upwards"),
    rollback: rollbackRule(entry.rollback),
    ...mixedRule(entry, document, type),
    location: document.locateKey(path),
  };
}

function stoneOf(stone: SteppingStoneEntry, location: SourceLocation): SteppingStone {
  return {
    version: identityOf(semverScheme, stone.version),
    versionText: stone.version,
    ...artifactOf(stone),
    isMandatory: stone.mandatory ?? false,
    location,
  };
}

function artifactOf(entry: ArtifactEntry): ArtifactReference {
  const { artifact_path: artifactPath, artifact_name: artifactName } = entry;
  const { artifact_sha256: artifactSha256, artifact_manifest_sha256: artifactManifestSha256 } = entry;
  return {
    ...(artifactPath === undefined ? {} : { artifactPath }),
    ...(artifactName === undefined ? {} : { artifactName }),
    ...(artifactSha256 === undefined ? {} : { artifactSha256 }),
    ...(artifactManifestSha256 === undefined ? {} : { artifactManifestSha256 }),
  };
}
