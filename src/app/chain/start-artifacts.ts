// The artifact that a component runs now, to go back with: that of the deployment that installed it, if it is still there as it
// was, or else the one that the data store has kept of it. Nothing is fetched or guessed.

import { existsSync } from "node:fs";
import { parseBundleLocation, STANDARD_INPUT } from "../../artifacts/index.js";
import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory, StoredArtifacts } from "../../datastore/index.js";
import type { Artifacts } from "../../engine/ports.js";
import {
  identityOf,
  isInstalled,
  isUrl,
  type PlannedArtifact,
  type PlannedComponent,
  plannedComponents,
  semverScheme,
  shownLocation,
} from "../../model/index.js";
import type { Installable } from "../../planning/index.js";
import { hasSucceeded } from "../ended.js";
import type { Installables, Subject } from "../planning/index.js";
import { whereIs } from "../return/kept-artifacts.js";

/** Whoever is asked reads each history and each artifact once. */
export interface StartArtifacts {
  /** The artifact, or why there is none. */
  find(subject: Subject): Promise<StartArtifact | string>;
}

export interface StartArtifact extends Installable {
  /** Why it is not taken from where it was when it was installed; undefined where it is. */
  readonly keptSince?: string;
}

export interface StartInput {
  readonly histories: Iterable<DeploymentHistory>;
  readonly artifacts: Artifacts;
  /** Those that are kept for a way back. */
  readonly stored: StoredArtifacts;
  /** What the manifest itself brings: a stepping stone may be where a component starts. */
  readonly installables: Installables;
}

export function createStartArtifacts({ histories, artifacts, stored, installables }: StartInput): StartArtifacts {
  const installed = [...histories].filter(isLasting).map(({ plan }) => plannedComponents(plan));
  const headers = new Map<string, Promise<StartArtifact | string>>();
  const read = (component: PlannedComponent): Promise<StartArtifact | string> => {
    const { path, manifestDigest } = component.artifact;
    const key = `${path}\n${manifestDigest}`;
    const known = headers.get(key) ?? readOrKept({ artifacts, stored }, component.artifact);
    headers.set(key, known);
    return known;
  };
  return {
    find: async (subject) => {
      const { component, current, provides } = subject;
      const declared = installables.find(component.type, identityOf(semverScheme, current));
      if (declared !== undefined && isInstalled(declared.header, provides)) return declared;
      let reason: string | undefined;
      for (const candidate of installed.flatMap((all) => all.filter((each) => isSource(each, subject)))) {
        const found = await read(candidate);
        if (typeof found !== "string") return found;
        reason ??= found;
      }
      return reason ?? `no deployment in the data store has installed version ${current} of ${component.type}`;
    },
  };
}

/** What a way back installs are kept files, which go with their chain. */
function isLasting(history: DeploymentHistory): boolean {
  return hasSucceeded(history) && history.plan.chain?.purpose !== "back";
}

function isSource({ type, target }: PlannedComponent, { component, provides }: Subject): boolean {
  return type === component.type && isInstalled({ payloadProvides: target }, provides);
}

async function readOrKept(
  { artifacts, stored }: Pick<StartInput, "artifacts" | "stored">,
  artifact: PlannedArtifact,
): Promise<StartArtifact | string> {
  const found = await readPinned(artifacts, artifact);
  const path = whereIs(stored, artifact);
  if (typeof found !== "string" || path === artifact.path) return found;
  const kept = await readPinned(artifacts, { ...artifact, path });
  return typeof kept === "string" ? found : { ...kept, keptSince: found };
}

async function readPinned(
  artifacts: Artifacts,
  { path, manifestDigest }: PlannedArtifact,
): Promise<Installable | string> {
  const shown = shownLocation(path);
  const bundle = parseBundleLocation(path);
  if (bundle?.path === STANDARD_INPUT) return "its artifact came through a pipe, and is gone";
  if (!isUrl(path) && !existsSync(bundle?.path ?? path)) return `the artifact ${shown} is missing`;
  try {
    const header = await artifacts.readHeader(path);
    return header.manifestDigest === manifestDigest ? { path, header } : `the artifact ${shown} has changed`;
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    return `the artifact ${shown} cannot be used: ${thrown.message}`;
  }
}
