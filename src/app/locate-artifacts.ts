// Finds the artifacts that the manifest names and reads their headers; a file that is named several times is read once. All
// faults are reported together.

import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Diagnostic, DocumentsRefused, OrchestratorError } from "../base/index.js";
import type { Artifacts } from "../engine/ports.js";
import type { ArtifactHeader, ArtifactReference, ComponentTypeTarget } from "../model/index.js";
import type { Installable } from "../planning/index.js";
import { checkPin } from "./trust/check-pin.js";

export type WantedArtifact = ArtifactReference & Pick<ComponentTypeTarget, "type" | "location">;

/**
 * In the order given; each is the one that is meant, where the manifest says which. Throws ARTIFACT_…, TRUST_ARTIFACT_MISMATCH,
 * or DocumentsRefused when several have faults.
 */
export async function locateArtifacts(
  artifacts: Artifacts,
  targets: readonly WantedArtifact[],
  manifestPath: string,
): Promise<readonly Installable[]> {
  const headers = new Map<string, Promise<ArtifactHeader>>();
  const digests = new Map<string, Promise<string>>();
  const digestOf = (path: string): Promise<string> => {
    const digest = digests.get(path) ?? artifacts.digest(path);
    digests.set(path, digest);
    return digest;
  };
  const read = async (target: WantedArtifact): Promise<Installable> => {
    const path = pathOf(target, manifestPath);
    const reading = headers.get(path) ?? artifacts.readHeader(path);
    headers.set(path, reading);
    const header = await reading;
    await checkPin(target, { path, header, digest: () => digestOf(path) });
    const { artifactSha256: sha256 } = target;
    return { path, header, ...(sha256 !== undefined && { sha256 }) };
  };
  const results = await Promise.allSettled(targets.map(read));
  refuseFaults(results, targets);
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** `artifact_path` wins; where its file is missing, `artifact_name` stands in, which needs a source of artifacts. */
function pathOf(target: WantedArtifact, manifestPath: string): string {
  const { artifactPath, artifactName, type, location } = target;
  const folder = dirname(manifestPath);
  const path = artifactPath === undefined ? undefined : resolve(folder, artifactPath);
  if (path !== undefined && existsSync(path)) return path;
  const missing = path === undefined ? "it has no artifact_path" : `${path} does not exist`;
  throw new OrchestratorError({
    code: "ARTIFACT_NOT_FOUND",
    message:
      artifactName === undefined
        ? `the artifact of ${type} is missing: ${missing}`
        : `the artifact of ${type} is missing: ${missing}, and there is no server to fetch "${artifactName}" from`,
    hint:
      path === undefined
        ? `Add artifact_path to the entry of ${type}; it is relative to the folder of the manifest, ${folder}.`
        : "Put the artifact there; artifact_path is relative to the folder of the manifest.",
    location,
    facts: { type },
  });
}

function refuseFaults(results: readonly PromiseSettledResult<unknown>[], targets: readonly WantedArtifact[]): void {
  const faults = results.flatMap((result, index) =>
    result.status === "rejected" ? [{ thrown: result.reason as unknown, target: targets[index] }] : [],
  );
  const [first] = faults;
  if (first === undefined) return;
  if (faults.length === 1) throw first.thrown;
  throw new DocumentsRefused(faults.map(({ thrown, target }) => diagnosticOf(thrown, target)));
}

function diagnosticOf(thrown: unknown, target: WantedArtifact | undefined): Diagnostic {
  if (!(thrown instanceof OrchestratorError)) throw thrown;
  const { code, message, hint } = thrown;
  const location = thrown.location ?? target?.location;
  return {
    code,
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(location === undefined ? {} : { location }),
  };
}
