// `bundle inspect FILE`: what a bundle holds. Its index, its documents and the headers of its artifacts are verified, and that
// everything is in its place; the payloads where that is asked for. Nobody's trust is judged.

import { resolve } from "node:path";
import { bundleLocation, readBundleFile } from "../../artifacts/index.js";
import { DocumentsRefused } from "../../base/index.js";
import { loadManifestAlone } from "../../documents/index.js";
import type { AppContext } from "../context.js";
import { sourceIn } from "./manifest-source.js";

export interface InspectBundleOptions {
  readonly path: string;
  /** Reads the payloads as well. */
  readonly isWhole: boolean;
}

export interface BundleDescription {
  readonly manifestName: string;
  readonly serial?: number;
  readonly expires?: string;
  /** Whether there are signatures; nothing is said of their worth. */
  readonly isSigned: boolean;
  /** Of the root metadata that comes with it. */
  readonly rootNames: readonly string[];
  readonly sizeBytes: number;
  /** In the order of their payloads. */
  readonly artifacts: readonly BundledArtifact[];
}

export interface BundledArtifact {
  readonly name: string;
  readonly compatibleTypes: readonly string[];
  /** What the manifest calls it: paths, and names of those without. */
  readonly references: readonly string[];
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Throws BUNDLE_…, ARTIFACT_…, and DocumentsRefused for the manifest in it. */
export async function inspectBundle({ wire }: AppContext, options: InspectBundleOptions): Promise<BundleDescription> {
  const path = resolve(options.path);
  const head = await readBundleFile(path);
  const { manifestPath } = sourceIn(head, path);
  const loaded = await loadManifestAlone({ manifestPath, manifestBytes: head.manifest });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  const artifacts: BundledArtifact[] = [];
  for (const [index, { name, paths, names, sizeBytes, sha256 }] of head.index.artifacts.entries()) {
    const { header, packed } = await wire.ownArtifacts.open(bundleLocation({ path, index }));
    if (options.isWhole) await readToItsEnd(packed());
    const compatibleTypes = header.depends["device_type"] ?? [];
    artifacts.push({ name, compatibleTypes, references: [...paths, ...names], sizeBytes, sha256 });
  }
  const { name: manifestName, serial, expires } = loaded.manifest;
  const companions = [...head.companions.keys()];
  return {
    ...{ manifestName, ...(serial !== undefined && { serial }), ...(expires !== undefined && { expires }) },
    isSigned: companions.some((name) => name.endsWith(".sig")),
    rootNames: companions.filter((name) => !name.endsWith(".sig")),
    ...{ sizeBytes: head.layout.sizeBytes, artifacts },
  };
}

type Packed = ReturnType<Awaited<ReturnType<AppContext["wire"]["ownArtifacts"]["open"]>>["packed"]>;

async function readToItsEnd({ content, verified }: Packed): Promise<void> {
  verified.catch(() => undefined); // the content ends with the same fault
  for await (const _ of content);
  await verified;
}
