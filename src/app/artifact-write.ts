// `artifact write`: makes an artifact of files. Needs no system and no data store.

import { type WriteOptions as Written, writeArtifact as write } from "../artifacts/index.js";
import { loadSigningKey } from "../signing/index.js";

export interface WriteOptions extends Written {
  /** Private key in PEM form, to sign the artifact with. */
  readonly keyPath?: string;
  /** Of an encrypted one. */
  readonly passphrase?: string;
}

/** Throws OrchestratorError: `ARTIFACT_INPUT_…`, `ARTIFACT_UNWRITABLE`, `KEY_…`. */
export async function writeArtifact({ keyPath, passphrase, ...options }: WriteOptions): Promise<void> {
  const key = keyPath === undefined ? undefined : await loadSigningKey(keyPath, passphrase);
  await write(options, key);
}
