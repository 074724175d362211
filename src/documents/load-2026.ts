// The 2026 dialect: the manifest says what types should run, and a topology lists the components.

import { type Diagnostic, hasErrors } from "../base/index.js";
import { lintWith, type OwnConstraints, openConstraints, textsOf, withConstraints } from "./load-constraints.js";
import { type OpenTopology, openTopology, type TopologyExample } from "./load-topology.js";
import { finish, type LoadedManifest, type LoadedTopology, textOf } from "./loaded.js";
import type { ManifestPaths } from "./manifest-paths.js";
import type { OpenDocument } from "./open-document.js";
import { listedTypes, typeNames, valueAt } from "./outline.js";
import { checkSystemType, checkTypesOfComponents } from "./rules/index.js";
import { manifestOf2026, withPointsOfTypes } from "./to-model.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

type First = OpenDocument<"manifest">;

export async function load2026(first: First, paths: ManifestPaths): Promise<LoadedManifest> {
  const { topologyPath = "topology.yaml", topologyComponentsPath, constraintsPath } = paths;
  const own = await openConstraints(constraintsPath);
  const split = topologyComponentsPath === undefined ? {} : { topologyComponentsPath };
  const opening = await openTopology({ topologyPath, ...split }, exampleFor(first.document));
  if (!opening.ok)
    return { ok: false, diagnostics: [...first.diagnostics, ...opening.diagnostics, ...own.diagnostics] };
  const { loaded } = opening.topology;
  const compared = compare(first, opening.topology, own);
  const found = [...first.diagnostics, ...findingsOf(loaded), ...own.diagnostics, ...compared];
  return finish(found, () => {
    if (first.file === undefined || !loaded.ok) return undefined;
    const texts = [textOf("manifest", first.document), ...loaded.texts, ...textsOf(own)];
    const manifest = withConstraints(manifestOf2026(first.file, first.document), own);
    return { manifest, topology: withPointsOfTypes(loaded.topology, first.file.component_types), texts };
  });
}

function findingsOf(loaded: LoadedTopology): readonly Diagnostic[] {
  return loaded.ok ? loaded.warnings : loaded.diagnostics;
}

/** What a manifest and a topology say of each other. */
function compare(manifest: First, topology: OpenTopology, own: OwnConstraints): readonly Diagnostic[] {
  const { document, listing } = topology;
  const mismatch = checkSystemType(manifest.document, document);
  // A topology of another system has other components; to list the differences would only hide the reason.
  if (hasErrors(mismatch) || listing === undefined) return mismatch;
  const types = checkTypesOfComponents(manifest.document, listing);
  return [...types, ...lintWith(manifest, own, listedTypes(listing))];
}

function exampleFor(manifest: YamlDocument): TopologyExample {
  const compatible = valueAt(manifest.value, "system_types_compatible");
  const systemType: unknown = Array.isArray(compatible) ? compatible[0] : undefined;
  const [componentType = "gateway"] = typeNames(manifest) ?? [];
  return { systemType: typeof systemType === "string" ? systemType : "my-system", componentType };
}
