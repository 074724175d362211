// Finds the artifacts that the manifest names and reads their headers; what is named several times is read once. A file comes
// first, then the servers in their order, of which the next is asked only where the one before does not have it. All faults are
// reported together.

import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Diagnostic, DocumentsRefused, OrchestratorError } from "../base/index.js";
import { type ArtifactHeader, type ArtifactReference, type ComponentTypeTarget, isUrl } from "../model/index.js";
import type { Installable } from "../planning/index.js";
import type { ArtifactSources } from "./artifact-sources.js";
import { eachOf } from "./each-of.js";
import { checkPin } from "./trust/check-pin.js";

export type WantedArtifact = ArtifactReference & Pick<ComponentTypeTarget, "type" | "location">;

export interface LocateOptions {
  readonly manifestPath: string;
  /** Where the artifacts of a bundle are, which come with the manifest. Throws where there is none. */
  readonly locate?: (target: WantedArtifact) => string;
  readonly signal?: AbortSignal;
}

/** How many headers are read at the same time: each may be a connection of its own. */
const READ_AT_ONCE = 8;

/**
 * In the order given; each is the one that is meant, where the manifest says which. Throws ARTIFACT_…, DOWNLOAD_…,
 * TRUST_ARTIFACT_MISMATCH, or DocumentsRefused when several have faults.
 */
export async function locateArtifacts(
  { artifacts, urlsOf }: Pick<ArtifactSources, "artifacts" | "urlsOf">,
  targets: readonly WantedArtifact[],
  { manifestPath, locate, signal }: LocateOptions,
): Promise<readonly Installable[]> {
  const headers = new Map<string, Promise<ArtifactHeader>>();
  const digests = new Map<string, Promise<string>>();
  const digestOf = (path: string): Promise<string> => {
    const digest = digests.get(path) ?? artifacts.digest(path, signal);
    digests.set(path, digest);
    return digest;
  };
  const headerAt = (path: string): Promise<ArtifactHeader> => {
    const header = headers.get(path) ?? artifacts.readHeader(path, signal);
    headers.set(path, header);
    return header;
  };
  const read = async (target: WantedArtifact): Promise<Installable> => {
    const { path, header } = await firstOf(candidatesOf(target, { manifestPath, locate, urlsOf }), {
      target,
      headerAt,
    });
    await checkPin(target, { path, header, digest: () => digestOf(path) });
    const { artifactSha256: sha256 } = target;
    return { path, header, ...(sha256 !== undefined && { sha256 }) };
  };
  const results = await eachOf(targets, READ_AT_ONCE, read);
  refuseFaults(results, targets);
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

interface Places {
  readonly manifestPath: string;
  readonly locate: LocateOptions["locate"];
  readonly urlsOf: ArtifactSources["urlsOf"];
}

interface Candidates {
  /** Best first. */
  readonly locations: readonly string[];
  /** What there was to say of `artifact_path`. */
  readonly missing: string;
}

/** `artifact_path` wins; where its file is missing, `artifact_name` stands in, which needs a server. */
function candidatesOf(target: WantedArtifact, { manifestPath, locate, urlsOf }: Places): Candidates {
  const { artifactPath, artifactName } = target;
  if (locate !== undefined) return { locations: [locate(target)], missing: "the bundle does not hold it" };
  const urls = () => (artifactName === undefined ? [] : urlsOf(artifactName));
  if (artifactPath === undefined) return { locations: urls(), missing: "it has no artifact_path" };
  if (isUrl(artifactPath)) return { locations: [artifactPath, ...urls()], missing: "artifact_path is not there" };
  const path = resolve(dirname(manifestPath), artifactPath);
  const missing = `${path} does not exist`;
  return existsSync(path) ? { locations: [path], missing } : { locations: urls(), missing };
}

interface Search {
  readonly target: WantedArtifact;
  readonly headerAt: (location: string) => Promise<ArtifactHeader>;
}

async function firstOf({ locations, missing }: Candidates, { target, headerAt }: Search) {
  let last: OrchestratorError | undefined;
  for (const path of locations) {
    try {
      return { path, header: await headerAt(path) };
    } catch (thrown) {
      if (!(thrown instanceof OrchestratorError) || thrown.code !== "DOWNLOAD_NOT_FOUND") throw thrown;
      last = thrown;
    }
  }
  throw last === undefined ? nowhere(target, missing) : notOnServers(target, missing, last);
}

function notOnServers({ type, location }: WantedArtifact, missing: string, last: OrchestratorError): OrchestratorError {
  const { code, message, hint, cause } = last;
  const what = `the artifact of ${type} is missing: ${missing}; ${message}`;
  return new OrchestratorError({ code, message: what, ...(hint && { hint }), location, facts: { type }, cause });
}

function nowhere({ type, artifactPath, artifactName, location }: WantedArtifact, missing: string): OrchestratorError {
  const noServer = `, and there is no server to fetch "${artifactName}" from`;
  const servers =
    artifactName === undefined ? "" : " Or name the server that has it in ArtifactServers of the configuration.";
  const put =
    artifactPath === undefined
      ? `Add artifact_path to the entry of ${type}; it is relative to the folder of the manifest.`
      : "Put the artifact there; artifact_path is relative to the folder of the manifest.";
  return new OrchestratorError({
    code: "ARTIFACT_NOT_FOUND",
    message: `the artifact of ${type} is missing: ${missing}${artifactName === undefined ? "" : noServer}`,
    hint: put + servers,
    location,
    facts: { type },
  });
}

/** Throws the one fault, or DocumentsRefused with all of them. */
export function refuseFaults(
  results: readonly PromiseSettledResult<unknown>[],
  targets: readonly (WantedArtifact | undefined)[],
): void {
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
