// `artifact sign`: puts a signature into an artifact. Needs no system and no data store.

import { signArtifact as sign } from "../artifacts/index.js";
import { loadSigningKey } from "../signing/index.js";

export interface SignArtifactOptions {
  readonly path: string;
  /** By default the artifact itself is replaced. */
  readonly output?: string;
  /** Private key in PEM form. */
  readonly keyPath: string;
  /** Of an encrypted one. */
  readonly passphrase?: string;
  /** Whether a signature that is there may be replaced. */
  readonly isForced: boolean;
}

/** Returns where the signed artifact is. Throws KEY_…, ARTIFACT_…. */
export async function signArtifact({ keyPath, passphrase, ...request }: SignArtifactOptions): Promise<string> {
  return await sign({ ...request, key: await loadSigningKey(keyPath, passphrase) });
}
