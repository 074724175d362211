// The components of a 2024 system from the second file of a split update manifest.

import { expectRole } from "./expect-role.js";
import { finish, type LoadedTopology, textOf } from "./loaded.js";
import { topologyOf2024 } from "./to-model.js";

/** What the file given as the list of components must be. */
export async function openManifestComponents(path: string): ReturnType<typeof expectRole<"updateManifestComponents">> {
  return await expectRole(path, ["updateManifestComponents"], {
    wanted: "an update_manifest that holds only components",
    asWhole: false,
  });
}

/** For use without the manifest: interfaces have the name of the component's type. Never rejects. */
export async function loadComponents(input: { readonly manifestComponentsPath: string }): Promise<LoadedTopology> {
  const opening = await openManifestComponents(input.manifestComponentsPath);
  if (!opening.ok) return { ok: false, diagnostics: opening.diagnostics };
  const { document, file, diagnostics } = opening.opened;
  return finish(
    diagnostics,
    () => file && { topology: topologyOf2024(file.components), texts: [textOf("manifestComponents", document)] },
  );
}
