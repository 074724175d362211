// Where the artifacts of an earlier manifest are: those that are kept, or where they were when they were installed, if they are still
// what they were. Nothing is fetched by its name or guessed.

import { posix } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory, StoredArtifacts } from "../../datastore/index.js";
import { isUrl, type Plan, type PlannedArtifact, plannedComponents, shownLocation } from "../../model/index.js";
import type { WantedArtifact } from "../locate-artifacts.js";
import type { ReturnPoint } from "./find-return.js";
import { isThere, whereIs } from "./kept-artifacts.js";

export interface EarlierArtifacts {
  /** Throws ARTIFACT_NOT_FOUND. */
  locate(target: WantedArtifact): string;
  /** Throws ARTIFACT_CHANGED where one is not what was installed. */
  check(plan: Plan): void;
}

/** Both newest first. What was installed since the earlier manifest may be a step on the way back. */
export function createEarlierArtifacts(
  { before, since }: Pick<ReturnPoint, "before" | "since">,
  stored: StoredArtifacts,
): EarlierArtifacts {
  const earlier = artifactsByType(before);
  const installed = artifactsByType([...before, ...since]);
  return {
    locate: (target) => {
      const known = "isMandatory" in target ? installed : earlier;
      const found = (known.get(target.type) ?? []).find((artifact) => isMeant(artifact, target));
      if (found === undefined) throw missing(target, "no deployment in the data store has installed it");
      const location = whereIs(stored, found);
      if (!isThere(location)) throw missing(target, `${shownLocation(location)} is gone`);
      return location;
    },
    check: (plan) => {
      for (const { type, artifact } of plannedComponents(plan)) {
        const known = installed.get(type)?.some(({ manifestDigest }) => manifestDigest === artifact.manifestDigest);
        if (known !== true) throw changed(artifact);
      }
    },
  };
}

function artifactsByType(histories: readonly DeploymentHistory[]): ReadonlyMap<string, readonly PlannedArtifact[]> {
  const installed = new Map<string, PlannedArtifact[]>();
  for (const { type, artifact } of histories.flatMap(({ plan }) => plannedComponents(plan))) {
    installed.set(type, [...(installed.get(type) ?? []), artifact]);
  }
  return installed;
}

/**
 * What was installed last of a type, up to the earlier manifest, is what that one wants. A stepping stone is told by its own words
 * in the manifest.
 */
function isMeant({ path, name }: PlannedArtifact, target: WantedArtifact): boolean {
  if (!("isMandatory" in target)) return true;
  const { artifactPath, artifactName } = target;
  if (artifactName !== undefined && artifactName === name) return true;
  return artifactPath !== undefined && path.endsWith(`/${posix.normalize(artifactPath)}`);
}

function missing({ type, location }: WantedArtifact, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "ARTIFACT_NOT_FOUND",
    message: `the earlier artifact of ${type} is missing: ${why}`,
    hint: "Nothing was touched. Put it back to where it was when it was installed.",
    location,
    facts: { type },
  });
}

function changed({ path }: PlannedArtifact): OrchestratorError {
  return new OrchestratorError({
    code: "ARTIFACT_CHANGED",
    message: `${shownLocation(path)} is not the artifact that was installed from there`,
    hint: "Nothing was touched. Put the earlier one back.",
    ...(isUrl(path) ? {} : { location: { file: path } }),
  });
}
