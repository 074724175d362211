// `bundle create MANIFEST -o FILE`: the manifest and its artifacts in one file. The same input gives the same bytes.

import { type BundleSource, bundleBytes, STANDARD_INPUT, writeBundleFile } from "../../artifacts/index.js";
import { type Diagnostic, DocumentsRefused } from "../../base/index.js";
import { loadManifestAlone } from "../../documents/index.js";
import type { AppContext } from "../context.js";
import { contentOf } from "./content.js";
import { findManifest } from "./manifest-source.js";

export interface CreateBundleOptions {
  /** Of a manifest, or of a folder with one. */
  readonly manifestPath: string;
  /** `-`: the bytes are given to `write`. */
  readonly output: string;
  /** Resolves when there is room for more. */
  readonly write?: (chunk: Buffer) => Promise<void>;
}

export interface CreatedBundle {
  readonly artifacts: BundleSource["index"]["artifacts"];
  /** Of the manifest. */
  readonly warnings: readonly Diagnostic[];
}

/** Throws DocumentsRefused, BUNDLE_TOO_LARGE, ARTIFACT_…, DOWNLOAD_…, TRUST_…; then there is no new file. */
export async function createBundle(context: AppContext, options: CreateBundleOptions): Promise<CreatedBundle> {
  const { manifestPath, manifestBytes } = await findManifest(options.manifestPath);
  const loaded = await loadManifestAlone({ manifestPath, ...(manifestBytes && { manifestBytes }) });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  const { manifest, warnings, texts } = loaded;
  const bytes = texts.find(({ role }) => role === "manifest")?.bytes ?? new Uint8Array();
  const source = await contentOf(context, { manifestPath, manifest, bytes });
  if (options.output !== STANDARD_INPUT) await writeBundleFile(options.output, source, context.wire.openBytes);
  else for await (const chunk of bundleBytes(source, context.wire.openBytes)) await options.write?.(chunk);
  return { artifacts: source.index.artifacts, warnings };
}
