// Keys as a caller names them: read, and age loaded, when they are needed.

import type { Seal } from "./contract.js";
import { createSeal, loadIdentities } from "./encryption/index.js";
import type { Keys } from "./keys.js";
import type { Sealing } from "./store/sealing.js";

export interface KeyChoice {
  /** Of age (`age1…`): whoever has their identity can open what is stored from now on. */
  readonly recipients?: readonly string[];
  /** A file with identities, which nobody but its owner may read. */
  readonly identityPath?: string;
  /** Instead of recipients and identities. */
  readonly passphrase?: string;
}

export function keysOf(choice: KeyChoice): Keys {
  return { sealing: () => sealingOf(choice), opening: () => openingOf(choice) };
}

async function sealingOf({ recipients = [], passphrase }: KeyChoice): Promise<Sealing | undefined> {
  if (recipients.length === 0 && passphrase === undefined) return undefined;
  const seal = await createSeal({ recipients, ...(passphrase !== undefined && { passphrase }) });
  return { seal, recipients };
}

async function openingOf({ identityPath, passphrase }: KeyChoice): Promise<Seal | undefined> {
  if (identityPath === undefined && passphrase === undefined) return undefined;
  const identities = identityPath === undefined ? [] : await loadIdentities(identityPath);
  return createSeal({ identities, ...(passphrase !== undefined && { passphrase }) });
}
