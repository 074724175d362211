// Looks at the system and at what there is to install on it: the components' ids and provides, the artifacts' headers.

import type { LoadedManifest } from "../documents/index.js";
import { type Component, type ComponentKey, componentKey, type Provides } from "../model/index.js";
import type { Installable } from "../planning/index.js";
import type { AppContext } from "./context.js";
import { identify } from "./identify.js";
import { inquire } from "./inquiry.js";
import { type LocateOptions, locateArtifacts } from "./locate-artifacts.js";
import { type DeclaredVersion, declaredVersions } from "./planning/index.js";

export type Loaded = Extract<LoadedManifest, { ok: true }>;

/** What the system is now, and what there is to install on it. */
export interface Surveyed {
  readonly loaded: Loaded;
  readonly components: readonly Component[];
  readonly provides: ReadonlyMap<ComponentKey, Provides>;
  readonly declared: readonly DeclaredVersion[];
  /** For each of the declared versions. */
  readonly artifacts: readonly Installable[];
}

/** Throws the codes of artifacts and interfaces. `signal` ends the questions. */
export async function survey(
  context: AppContext,
  loaded: Loaded,
  { manifestPath, locate, signal }: LocateOptions,
): Promise<Surveyed> {
  const { manifest, topology } = loaded;
  const declared = declaredVersions(manifest, new Set(topology.components.map(({ type }) => type)));
  const artifacts = await locateArtifacts(context.wire, declared, {
    manifestPath,
    ...(locate && { locate }),
    ...(signal && { signal }),
  });
  const subject = { dialect: topology.dialect, components: topology.components, ...(signal ? { signal } : {}) };
  const asked = await inquire(context.wire, subject, async (inquiry) => {
    const components = await identify(topology, inquiry);
    const provides = await inquiry.all(components, (component) => inquiry.provides(component));
    return { components, provides };
  });
  const provides = new Map(asked.components.map((component, i) => [componentKey(component), asked.provides[i] ?? {}]));
  return { loaded, components: asked.components, provides, declared, artifacts };
}
