// The artifact for every version that a component can be brought to: those of the manifest's targets and stepping stones.

import { invariant, OrchestratorError } from "../../base/index.js";
import {
  type Component,
  type ComponentKey,
  type ComponentTypeTarget,
  componentKey,
  currentVersion,
  identityOf,
  type Manifest,
  type Provides,
  semverScheme,
} from "../../model/index.js";
import type { Installable } from "../../planning/index.js";
import type { WantedArtifact } from "../locate-artifacts.js";
import { needsVersion } from "./spoken-of.js";

export interface Installables {
  /** `version` is an identity. */
  find(type: string, version: string): Installable | undefined;
  /** For a version that a plan moves to. */
  get(type: string, version: string): Installable;
}

/** A version that the manifest declares, and the artifact that is said to bring it. */
export interface DeclaredVersion extends WantedArtifact {
  readonly version: string;
  readonly versionText: string;
}

/** Of the types given, targets first. */
export function declaredVersions({ componentTypes }: Manifest, types: ReadonlySet<string>): readonly DeclaredVersion[] {
  return componentTypes
    .filter(({ type }) => types.has(type))
    .flatMap((entry) => [entry, ...entry.steppingStones.map((stone) => ({ ...stone, type: entry.type }))]);
}

export function installablesOf(declared: readonly DeclaredVersion[], artifacts: readonly Installable[]): Installables {
  const byVersion = new Map<string, Installable>();
  for (const [i, { type, version }] of declared.entries()) {
    const installable = artifacts[i];
    const key = `${type}\n${version}`;
    if (installable !== undefined && !byVersion.has(key)) byVersion.set(key, installable);
  }
  const find = (type: string, version: string): Installable | undefined => byVersion.get(`${type}\n${version}`);
  const get = (type: string, version: string): Installable => {
    const found = find(type, version);
    invariant(found !== undefined, `there is no artifact for ${type} ${version}`);
    return found;
  };
  return { find, get };
}

/** What a component provides once the artifact is committed, as far as the artifact says. */
export function providesAfter(provides: Provides, { header }: Installable): Provides {
  const kept = Object.entries(provides).filter(
    ([key]) => !header.clearsProvides.some((glob) => matchesGlob(key, glob)),
  );
  return Object.fromEntries([...kept, ...Object.entries(header.payloadProvides)]);
}

/** `*` is the only special sign in `clears_artifact_provides`. Takes the time of a search, whatever the pattern. */
function matchesGlob(key: string, glob: string): boolean {
  const [first = "", ...rest] = glob.split("*");
  const last = rest.pop();
  if (last === undefined) return key === first;
  if (!key.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = key.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return key.length - last.length >= at && key.endsWith(last);
}

export interface ContradictionInput {
  readonly manifest: Manifest;
  readonly declared: readonly DeclaredVersion[];
  readonly installables: Installables;
  readonly components: readonly Component[];
  readonly provides: ReadonlyMap<ComponentKey, Provides>;
}

/**
 * Where an artifact itself provides the key by which the component's version is read, its value must be the declared version:
 * otherwise the component would report another one after its update. Throws PLAN_VERSION_CONTRADICTED.
 */
export function refuseContradictions({ manifest, ...input }: ContradictionInput): void {
  const entries = new Map(manifest.componentTypes.map((entry) => [entry.type, entry]));
  for (const version of input.declared) {
    const installable = input.installables.find(version.type, version.version);
    if (installable === undefined || !needsVersion(manifest, version.type)) continue;
    for (const component of input.components.filter(({ type }) => type === version.type)) {
      const before = input.provides.get(componentKey(component)) ?? {};
      const brought = broughtVersion(component, { before, installable, entry: entries.get(version.type) });
      if (brought === undefined || identityOf(semverScheme, brought) === version.version) continue;
      throw contradiction(version, installable, brought);
    }
  }
}

interface Bringing {
  readonly before: Provides;
  readonly installable: Installable;
  readonly entry: ComponentTypeTarget | undefined;
}

/** Undefined where the artifact leaves the key alone that the version is read by. */
function broughtVersion({ interfaceName }: Component, { before, installable, entry }: Bringing): string | undefined {
  const reading = { interfaceName, versionKey: entry?.versionKey };
  const own = currentVersion(installable.header.payloadProvides, reading);
  return own === currentVersion(providesAfter(before, installable), reading) ? own : undefined;
}

function contradiction({ type, versionText, location }: DeclaredVersion, { header }: Installable, brought: string) {
  return new OrchestratorError({
    code: "PLAN_VERSION_CONTRADICTED",
    message: `the manifest calls the artifact ${header.name} of ${type} version ${versionText}, but with it the component will report ${brought}`,
    hint: `Write version: ${JSON.stringify(brought)} here, or name the key that holds the version with version_key, in the entry of ${type}.`,
    location,
    facts: { type, declared: versionText, reported: brought },
  });
}
