// The 2024 dialect: the manifest lists its components itself, or a second file does.

import type { UpdateManifestComponent } from "./document-types.js";
import { inOrder } from "./fault-limit.js";
import { openManifestComponents } from "./load-components.js";
import { finish, type LoadedManifest, type LoadedText, textOf } from "./loaded.js";
import type { ManifestPaths } from "./manifest-paths.js";
import type { OpenDocument } from "./open-document.js";
import { hasComponents } from "./outline.js";
import { checkTypesOfComponents, componentsMissing, componentsTwice } from "./rules/index.js";
import { manifestOf2024, topologyOf2024 } from "./to-model.js";

type Loaded = Extract<LoadedManifest, { ok: true }>;
type First = OpenDocument<"updateManifest">;

export async function load2024(first: First, { manifestComponentsPath }: ManifestPaths): Promise<LoadedManifest> {
  if (manifestComponentsPath === undefined) return loadOneFile(first);
  const second = await openManifestComponents(manifestComponentsPath);
  if (!second.ok) return { ok: false, diagnostics: [...first.diagnostics, ...second.diagnostics] };
  return loadTwoFiles(first, second.opened);
}

function loadOneFile(first: First): LoadedManifest {
  const { document, file, diagnostics } = first;
  if (!hasComponents(document)) {
    const missing = componentsMissing(document, "--manifest-components FILE");
    return { ok: false, diagnostics: inOrder([...diagnostics, missing]) };
  }
  const found = [...diagnostics, ...checkTypesOfComponents(document, document)];
  return finish(found, () => modelOf(first, file?.components, [textOf("manifest", document)]));
}

function loadTwoFiles(first: First, second: OpenDocument<"updateManifestComponents">): LoadedManifest {
  const { document } = first;
  const found = [
    ...first.diagnostics,
    ...(hasComponents(document) ? [componentsTwice(document, second.document)] : []),
    ...second.diagnostics,
    ...checkTypesOfComponents(document, second.document),
  ];
  const texts = [textOf("manifest", document), textOf("manifestComponents", second.document)];
  return finish(found, () => modelOf(first, second.file?.components, texts));
}

function modelOf(
  { file, document }: First,
  components: readonly UpdateManifestComponent[] | undefined,
  texts: readonly LoadedText[],
): Omit<Loaded, "ok" | "warnings"> | undefined {
  if (file === undefined || components === undefined) return undefined;
  return {
    manifest: manifestOf2024(file, document),
    topology: topologyOf2024(components, file.component_types),
    texts,
  };
}
