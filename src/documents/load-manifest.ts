// A manifest with everything that belongs to it: interface-protocol, section 1. All faults of all files come together.

import { unreachable } from "../base/index.js";
import { expectRole } from "./expect-role.js";
import { load2024 } from "./load-2024.js";
import { load2026 } from "./load-2026.js";
import type { LoadedManifest } from "./loaded.js";
import type { ManifestPaths } from "./manifest-paths.js";

/** Never rejects for what is in the files or for their absence. */
export async function loadManifest(paths: ManifestPaths): Promise<LoadedManifest> {
  const opening = await expectRole(paths.manifestPath, ["manifest", "updateManifest"], {
    wanted: "a manifest or an update_manifest",
    asWhole: false,
    ...(paths.manifestBytes && { bytes: paths.manifestBytes }),
  });
  if (!opening.ok) return { ok: false, diagnostics: opening.diagnostics };
  const { opened } = opening;
  switch (opened.role) {
    case "updateManifest":
      return await load2024(opened, paths);
    case "manifest":
      return await load2026(opened, paths);
    default:
      return unreachable(opened);
  }
}
