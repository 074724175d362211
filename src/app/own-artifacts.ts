// Deployments of artifacts that this program has made itself, from a source that was judged already: nobody has signed them, and no
// signature is asked for. The first record says so, so that a `resume` knows it as well.

import type { DeploymentHistory } from "../datastore/index.js";
import type { JournalRecord } from "../model/index.js";
import type { AppContext } from "./context.js";
import { startOf } from "./ended.js";

/** Where a deployment comes from, unless it is from a manifest of the user's. */
export type Origin = Pick<Extract<JournalRecord, { type: "deploymentStarted" }>, "run" | "hasOwnArtifacts" | "undoes">;

export function hasOwnArtifacts(deployment: Pick<DeploymentHistory, "records">): boolean {
  return startOf(deployment)?.hasOwnArtifacts === true;
}

export function withOwnArtifacts(context: AppContext): AppContext {
  const { wire } = context;
  const artifacts = wire.ownArtifacts;
  return {
    ...context,
    wire: {
      ...wire,
      artifacts,
      interfaces: (executables, workRoot, choices) => wire.interfaces(executables, workRoot, { ...choices, artifacts }),
    },
  };
}
