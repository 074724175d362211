// What a chain of deployments goes by from its first leg to its end: every leg forward, and from each place between two legs
// the way back. It is made before anything is touched, lies in the folder of the first leg, and never changes: where the chain
// stands is told by the journals of its legs alone, so nothing is lost by a crash between two of them.

import { createHash } from "node:crypto";
import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory, Deployments, StoredDocument } from "../../datastore/index.js";
import type { ChainLink, ComponentKey, ManifestRelease, Plan } from "../../model/index.js";

/** Versions of a type's components, as written; more than one where they differ. */
export interface RestingVersions {
  readonly type: string;
  readonly versions: readonly string[];
}

/** Where the system rests when a leg has been committed, and none has begun after it. */
export interface Rest {
  readonly isEndState: boolean;
  readonly versions: readonly RestingVersions[];
  /** Components that turned out to be at another version than that. Never part of what was planned. */
  readonly changed?: readonly { readonly component: ComponentKey; readonly version: string }[];
}

/** Plans are without their place in the chain; of a leg that goes back, the artifacts' paths are names of kept files. */
export interface ChainLeg {
  readonly plan: Plan;
  readonly rest: Rest;
}

export type WayBack =
  | { readonly exists: true; readonly legs: readonly ChainLeg[] }
  /** `why`: a sentence for a person, such as which artifact is missing. */
  | { readonly exists: false; readonly why: string };

export interface Chain {
  readonly format: 1;
  readonly manifestDigest: string;
  /** Of the manifest; undefined where it says nothing of the kind. */
  readonly release?: ManifestRelease;
  readonly documents: readonly StoredDocument[];
  readonly forward: readonly ChainLeg[];
  /** After each leg but the last, from the first on. */
  readonly waysBack: readonly WayBack[];
}

export const CHAIN_FILE = "chain.json";

export function chainText(chain: Chain): string {
  return `${JSON.stringify(chain)}\n`;
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The deployment in whose folder everything of the chain is. */
export function firstOf({ id }: Pick<DeploymentHistory, "id">, link: ChainLink): string {
  return link.first ?? id;
}

/** Throws JOURNAL_DAMAGED. */
export function readChain(deployments: Deployments, history: Pick<DeploymentHistory, "id">, link: ChainLink): Chain {
  const { path, text } = deployments.readDocument(firstOf(history, link), CHAIN_FILE);
  if (digestOf(text) === link.chainDigest) return JSON.parse(text) as Chain;
  throw new OrchestratorError({
    code: "JOURNAL_DAMAGED",
    message: `${path} is not what the plan of deployment ${history.id} goes by`,
    hint: "Nothing was changed. Keep a copy of this folder and check the disk.",
    location: { file: path },
  });
}
