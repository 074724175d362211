// A manifest without any system: what it wants, under the constraints that a system may have of its own. For plans that are
// only looked at, where an inventory says which components there are.

import type { Diagnostic } from "../base/index.js";
import type { Manifest } from "../model/index.js";
import { expectRole } from "./expect-role.js";
import { lintWith, openConstraints, textsOf, withConstraints } from "./load-constraints.js";
import { finish, type LoadedText, type Refused, textOf } from "./loaded.js";
import type { ManifestPaths } from "./manifest-paths.js";
import type { OpenDocument } from "./open-document.js";
import { manifestOf2024, manifestOf2026 } from "./to-model.js";

export type LoadedManifestAlone =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      readonly warnings: readonly Diagnostic[];
      readonly texts: readonly LoadedText[];
    }
  | Refused;

export interface ManifestAlonePaths extends Pick<ManifestPaths, "manifestPath" | "manifestBytes" | "constraintsPath"> {
  /** Component types that the system has, as an inventory says; a table may speak of them without an entry for them. */
  readonly systemTypes?: readonly string[];
}

/** Either dialect; components that an update_manifest lists are not looked at. Never rejects. */
export async function loadManifestAlone({
  manifestPath,
  manifestBytes: bytes,
  constraintsPath,
  systemTypes,
}: ManifestAlonePaths): Promise<LoadedManifestAlone> {
  const wanted = "a manifest or an update_manifest";
  const opening = await expectRole(manifestPath, ["manifest", "updateManifest"], {
    ...{ wanted, asWhole: false },
    ...(bytes && { bytes }),
  });
  if (!opening.ok) return { ok: false, diagnostics: opening.diagnostics };
  const { opened } = opening;
  const own = await openConstraints(constraintsPath);
  const compared = lintWith(opened, own, systemTypes);
  return finish([...opened.diagnostics, ...own.diagnostics, ...compared], () => {
    const manifest = manifestOf(opened);
    const texts = [textOf("manifest", opened.document), ...textsOf(own)];
    return manifest && { manifest: withConstraints(manifest, own), texts };
  });
}

function manifestOf(opened: OpenDocument<"manifest"> | OpenDocument<"updateManifest">): Manifest | undefined {
  if (opened.file === undefined) return undefined;
  return opened.role === "manifest"
    ? manifestOf2026(opened.file, opened.document)
    : manifestOf2024(opened.file, opened.document);
}
