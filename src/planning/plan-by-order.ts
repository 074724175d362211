// (manifest, components, artifacts, what is installed) → plan. Pure. Types of the same order form a group, lowest first;
// a component that already is what its artifact would make it is not touched at all (interface-protocol, sections 1 and 3).

import { invariant } from "../base/index.js";
import {
  type ArtifactHeader,
  type Component,
  type ComponentKey,
  compareComponents,
  componentKey,
  type Dialect,
  isInstalled,
  type Manifest,
  type OrderGroup,
  type Plan,
  type PlannedArtifact,
  type PlannedComponent,
  type Provides,
  type SkippedComponent,
  type UnmetDepend,
  unmetDepends,
} from "../model/index.js";

/** The artifact that the manifest wants for a type. */
export interface Installable {
  /** Absolute. */
  readonly path: string;
  readonly header: ArtifactHeader;
  /** sha256 in hex of the whole file, where the manifest says it. */
  readonly sha256?: string;
}

/** The artifact as a plan has it. */
export function plannedArtifact({ path, header, sha256 }: Installable): PlannedArtifact {
  return { path, name: header.name, manifestDigest: header.manifestDigest, ...(sha256 !== undefined && { sha256 }) };
}

export interface PlanInput {
  readonly manifest: Manifest;
  readonly components: readonly Component[];
  /** By component type; one for every type that has components. */
  readonly artifacts: ReadonlyMap<string, Installable>;
  readonly provides: ReadonlyMap<ComponentKey, Provides>;
}

/** An artifact that may not be installed on a component. */
export interface PlanFault {
  readonly component: ComponentKey;
  readonly artifactName: string;
  readonly unmet: UnmetDepend;
}

export interface PlanResult {
  readonly plan: Plan;
  /** Empty where the plan may be carried out. */
  readonly faults: readonly PlanFault[];
}

export function planByOrder(input: PlanInput): PlanResult {
  const components = [...input.components].sort(compareComponents);
  const judged = components.map((component) => judge(component, input));
  const planned = judged.flatMap(({ planned }) => (planned === undefined ? [] : [planned]));
  const skipped = judged.flatMap(({ skipped }) => (skipped === undefined ? [] : [skipped]));
  return {
    plan: { manifestName: input.manifest.name, groups: groupByOrder(planned, input.manifest), skipped },
    faults: planned.flatMap((component) => faultsOf(component, input)),
  };
}

interface Judgement {
  readonly planned?: PlannedComponent;
  readonly skipped?: SkippedComponent;
}

function judge(component: Component, input: PlanInput): Judgement {
  const key = componentKey(component);
  const provides = input.provides.get(key) ?? {};
  const installable = artifactFor(component, input);
  const { header } = installable;
  const { dialect } = input.manifest;
  if (isInstalled(header, provides)) {
    return { skipped: { ...component, key, dialect, reason: "already-installed", provides } };
  }
  const artifact = plannedArtifact(installable);
  return { planned: { ...component, key, dialect, artifact, provides, target: header.payloadProvides } };
}

function faultsOf(component: PlannedComponent, input: PlanInput): readonly PlanFault[] {
  const { header } = artifactFor(component, input);
  const context: { provides: Provides; dialect: Dialect } = component;
  return unmetDepends(header, component, context).map((unmet) => ({
    component: component.key,
    artifactName: header.name,
    unmet,
  }));
}

function artifactFor(component: Component, input: PlanInput): Installable {
  const artifact = input.artifacts.get(component.type);
  invariant(artifact !== undefined, `no artifact was read for the type ${component.type}`);
  return artifact;
}

function groupByOrder(planned: readonly PlannedComponent[], manifest: Manifest): readonly OrderGroup[] {
  const orderOf = new Map(manifest.componentTypes.map(({ type, order }) => [type, order]));
  const orders = [...new Set(planned.map(({ type }) => orderOf.get(type) ?? 0))].sort((a, b) => a - b);
  return orders.map((order) => ({
    order,
    components: planned.filter(({ type }) => orderOf.get(type) === order),
  }));
}
