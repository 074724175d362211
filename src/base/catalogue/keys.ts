// Faults of the keys that artifacts are signed and verified with.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const KEY_ERRORS = {
  KEY_UNREADABLE: {
    meaning: "The file of a key is not there or cannot be read.",
    remedy:
      "Check the path and its permissions; in the configuration it is relative to the folder of the configuration.",
    exitCode: EXIT.badInput,
  },
  KEY_INVALID: {
    meaning: "A file does not hold the one key, in PEM form, that is wanted.",
    remedy:
      "Make keys with `orchestrator keys generate` or openssl; take the key out of a certificate with `openssl x509 -pubkey`.",
    exitCode: EXIT.badInput,
  },
  KEY_WRONG_HALF: {
    meaning: "A private key was given where the public one is wanted, or the reverse.",
    remedy: "Verify with the public key, sign with the private one; a private key does not belong on a device.",
    exitCode: EXIT.badInput,
  },
  KEY_LOCKED: {
    meaning: "A private key is encrypted, and its passphrase is missing or wrong.",
    remedy:
      "Put the passphrase into a file and name that with `--passphrase-file`, or into the variable ORCHESTRATOR_KEY_PASSPHRASE.",
    exitCode: EXIT.badInput,
  },
  KEY_UNSUPPORTED: {
    meaning: "The key is of a kind that artifacts are not signed with.",
    remedy: "Use Ed25519, ECDSA on the curve P-256, or RSA with SHA-256.",
    exitCode: EXIT.badInput,
  },
  KEY_WEAK: {
    meaning: "The key is too weak for its signatures to mean anything.",
    remedy: "Use an RSA key of 3072 bits, at least 2048, or a key of another kind.",
    exitCode: EXIT.badInput,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
