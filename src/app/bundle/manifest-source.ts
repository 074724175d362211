// Where a manifest comes from, told by what is there and not by its name: a file, a folder with `manifest.yaml`, a bundle in a
// file, or a bundle that comes through standard input. What belongs to the manifest comes from the same place.

import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  type BundleHead,
  bundleFault,
  bundleLocation,
  MANIFEST_NAME,
  readBundleFile,
  rootName,
  SIGNATURES_NAME,
} from "../../artifacts/index.js";
import { OrchestratorError } from "../../base/index.js";
import { isTar } from "../is-tar.js";
import type { WantedArtifact } from "../locate-artifacts.js";
import { checkDigest } from "../trust/check-pin.js";
import type { ManifestCompanions } from "../trust/index.js";

export interface ManifestSource {
  /** Absolute; where the manifest is no file of its own, only for messages. */
  readonly manifestPath: string;
  readonly manifestBytes?: Uint8Array;
  /** Otherwise they lie beside the manifest. */
  readonly companions?: ManifestCompanions;
  /** Otherwise they are where the manifest says. Throws BUNDLE_ARTIFACT_MISSING, TRUST_ARTIFACT_MISMATCH. */
  readonly locate?: (target: WantedArtifact) => string;
}

/** Throws BUNDLE_…. What is wrong with a manifest alone, its reader will say. */
export async function findManifest(given: string): Promise<ManifestSource> {
  const path = resolve(given);
  const status = await stat(path).catch(() => undefined);
  if (status?.isDirectory() === true) return { manifestPath: join(path, MANIFEST_NAME) };
  if (status?.isFile() !== true || !(await isTar(path))) return { manifestPath: path };
  return sourceIn(await readBundleFile(path), path);
}

/** @param path of the bundle, absolute, or STANDARD_INPUT */
export function sourceIn(head: BundleHead, path: string): ManifestSource {
  const shown = (name: string): string => `${path}:${name}`;
  const companion = async (name: string) => {
    const bytes = head.companions.get(name);
    return bytes && { path: shown(name), text: bytes.toString("utf8") };
  };
  return {
    manifestPath: shown(MANIFEST_NAME),
    manifestBytes: head.manifest,
    companions: {
      signatures: async () => await companion(SIGNATURES_NAME),
      root: async (version) => await companion(rootName(version)),
    },
    locate: (target) => {
      const index = head.index.artifacts.findIndex((artifact) => isMeant(artifact, target));
      const artifact = head.index.artifacts[index];
      if (artifact === undefined) throw missing(target, path);
      checkDigest(target, `${path}#${index}`, artifact.sha256);
      return bundleLocation({ path, index });
    },
  };
}

/** By the manifest's own words: `artifact_path` where there is one. */
function isMeant(
  { paths, names }: BundleHead["index"]["artifacts"][number],
  { artifactPath, artifactName }: WantedArtifact,
): boolean {
  if (artifactPath !== undefined) return paths.includes(artifactPath);
  return artifactName !== undefined && names.includes(artifactName);
}

function missing({ type, artifactPath, artifactName, location }: WantedArtifact, path: string): OrchestratorError {
  const { code, hint } = bundleFault("BUNDLE_ARTIFACT_MISSING", "");
  return new OrchestratorError({
    code,
    message: `the bundle ${path} does not hold the artifact of ${type}, ${artifactPath ?? artifactName}`,
    ...(hint && { hint }),
    location,
    facts: { type },
  });
}
