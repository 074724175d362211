// The 2024 dialect: the manifest lists its components itself, or a second file does.

import type { UpdateManifestComponent } from "./document-types.js";
import { inOrder } from "./fault-limit.js";
import { openManifestComponents } from "./load-components.js";
import { lintWith, type OwnConstraints, openConstraints, textsOf, withConstraints } from "./load-constraints.js";
import { finish, type LoadedManifest, type LoadedText, textOf } from "./loaded.js";
import type { ManifestPaths } from "./manifest-paths.js";
import type { OpenDocument } from "./open-document.js";
import { hasComponents, listedTypes } from "./outline.js";
import { checkTypesOfComponents, componentsMissing, componentsTwice } from "./rules/index.js";
import { manifestOf2024, topologyOf2024, withPointsOfTypes } from "./to-model.js";

type Loaded = Extract<LoadedManifest, { ok: true }>;
type First = OpenDocument<"updateManifest">;

export async function load2024(
  first: First,
  { manifestComponentsPath, constraintsPath }: ManifestPaths,
): Promise<LoadedManifest> {
  const own = await openConstraints(constraintsPath);
  if (manifestComponentsPath === undefined) return loadOneFile(first, own);
  const second = await openManifestComponents(manifestComponentsPath);
  if (!second.ok) {
    return { ok: false, diagnostics: [...first.diagnostics, ...second.diagnostics, ...own.diagnostics] };
  }
  return loadTwoFiles(first, second.opened, own);
}

function loadOneFile(first: First, own: OwnConstraints): LoadedManifest {
  const { document, file } = first;
  const diagnostics = [...first.diagnostics, ...own.diagnostics];
  if (!hasComponents(document)) {
    const missing = componentsMissing(document, "--manifest-components FILE");
    return { ok: false, diagnostics: inOrder([...diagnostics, missing]) };
  }
  const compared = [...checkTypesOfComponents(document, document), ...lintWith(first, own, listedTypes(document))];
  const found = [...diagnostics, ...compared];
  return finish(found, () =>
    modelOf(first, { components: file?.components, texts: [textOf("manifest", document)], own }),
  );
}

function loadTwoFiles(
  first: First,
  second: OpenDocument<"updateManifestComponents">,
  own: OwnConstraints,
): LoadedManifest {
  const { document } = first;
  const found = [
    ...first.diagnostics,
    ...(hasComponents(document) ? [componentsTwice(document, second.document)] : []),
    ...second.diagnostics,
    ...own.diagnostics,
    ...checkTypesOfComponents(document, second.document),
    ...lintWith(first, own, listedTypes(second.document)),
  ];
  const texts = [textOf("manifest", document), textOf("manifestComponents", second.document)];
  return finish(found, () => modelOf(first, { components: second.file?.components, texts, own }));
}

interface Rest {
  readonly components: readonly UpdateManifestComponent[] | undefined;
  readonly texts: readonly LoadedText[];
  readonly own: OwnConstraints;
}

function modelOf(
  { file, document }: First,
  { components, texts, own }: Rest,
): Omit<Loaded, "ok" | "warnings"> | undefined {
  if (file === undefined || components === undefined) return undefined;
  return {
    manifest: withConstraints(manifestOf2024(file, document), own),
    topology: withPointsOfTypes(topologyOf2024(components, file.component_types), file.component_types),
    texts: [...texts, ...textsOf(own)],
  };
}
