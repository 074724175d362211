// `artifact write-manifest`: the artifact with which the Mender client delivers a manifest, or a bundle, to its update module
// `mender-orchestrator-manifest`. Same fields as the public generator's, so that servers and clients take both alike. Needs no
// system and no data store.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DocumentsRefused, OrchestratorError } from "../base/index.js";
import { loadManifestAlone } from "../documents/index.js";
import { type WriteOptions, writeArtifact } from "./artifact-write.js";
import { isTar } from "./is-tar.js";

const PAYLOAD_TYPE = "mender-orchestrator-manifest";

export interface WriteManifestOptions
  extends Pick<WriteOptions, "output" | "group" | "dependsGroups" | "dependsNames" | "keyPath" | "passphrase"> {
  readonly manifestPath: string;
  /** Default: the name of the manifest. */
  readonly name?: string;
  /** System or device types. Default: the manifest's `system_types_compatible`. */
  readonly compatibleTypes: readonly string[];
  /** Default: the artifact's name. */
  readonly softwareVersion?: string;
}

/** Throws DocumentsRefused for a manifest with faults, and ARTIFACT_INPUT_…, ARTIFACT_UNWRITABLE, KEY_… or ARGUMENT_INVALID. */
export async function writeManifestArtifact({ manifestPath, ...options }: WriteManifestOptions): Promise<void> {
  const manifest = await readManifest(manifestPath);
  const name = options.name ?? manifest?.name;
  if (name === undefined) throw missing("--name", manifestPath);
  const compatibleTypes =
    options.compatibleTypes.length > 0 ? options.compatibleTypes : (manifest?.systemTypesCompatible ?? []);
  if (compatibleTypes.length === 0) throw missing("--compatible-type", manifestPath);
  const { softwareVersion, ...written } = options;
  const files = [manifestPath, ...(manifest === undefined ? [] : await companionPaths(manifestPath))];
  await writeArtifact({
    ...{ ...written, name, compatibleTypes, type: PAYLOAD_TYPE, files, compression: "gzip" },
    software: {
      filesystem: "data-partition",
      ...(softwareVersion === undefined ? {} : { version: softwareVersion }),
    },
  });
}

/** Its signatures and root metadata, which are installed beside it. A bundle has them inside. */
async function companionPaths(manifestPath: string): Promise<readonly string[]> {
  const folder = dirname(manifestPath);
  const names = await readdir(folder);
  const roots = names.filter((name) => /^[1-9]\d*\.root\.json$/.test(name)).map((name) => join(folder, name));
  const signatures = `${manifestPath}.sig`;
  return [...(existsSync(signatures) ? [signatures] : []), ...roots.sort()];
}

/** Undefined for a bundle, which is a tar. Its manifest was read when it was made, and is when it is installed. */
async function readManifest(manifestPath: string) {
  if (await isTar(manifestPath)) return undefined;
  const loaded = await loadManifestAlone({ manifestPath });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  return loaded.manifest;
}

function missing(option: string, manifestPath: string): OrchestratorError {
  return new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: `${option} is missing, and ${manifestPath} does not say it`,
    hint: option === "--name" ? "Name the artifact." : "Name the types of the systems, or devices, that it is for.",
  });
}
