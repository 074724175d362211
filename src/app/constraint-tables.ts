// `constraints table MANIFEST`: the manifest with its constraints and those of the system's owner. Needs no system.

import { join } from "node:path";
import { type Diagnostic, DocumentsRefused } from "../base/index.js";
import { loadManifestAlone } from "../documents/index.js";
import type { Manifest } from "../model/index.js";
import { findManifest } from "./bundle/manifest-source.js";
import type { AppContext } from "./context.js";
import { CONSTRAINTS_FILE } from "./directories.js";

export interface ConstraintTables {
  readonly manifest: Manifest;
  readonly warnings: readonly Diagnostic[];
}

/** Throws DocumentsRefused. */
export async function constraintTables(
  { directories }: AppContext,
  { manifestPath }: { readonly manifestPath: string },
): Promise<ConstraintTables> {
  const constraintsPath = join(directories.topology, CONSTRAINTS_FILE);
  const loaded = await loadManifestAlone({ ...(await findManifest(manifestPath)), constraintsPath });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  return { manifest: loaded.manifest, warnings: loaded.warnings };
}
