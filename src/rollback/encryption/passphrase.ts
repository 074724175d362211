// A passphrase as a recipient and as an identity of an age file. The work is done by node:crypto off the main thread: the library's own
// would keep everything else waiting for seconds.

import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import type { Identity, Recipient, Stanza } from "age-encryption";
import { damaged } from "./refusals.js";

/** As the age program chooses: a second, and 256 MiB. */
const WORK_FACTOR = 18;
/** What a file may ask of us: four seconds, and 1 GiB. */
const MAX_WORK_FACTOR = 20;
const LABEL = "age-encryption.org/v1/scrypt";
const [SALT_BYTES, TAG_BYTES] = [16, 16];
const CIPHER = "chacha20-poly1305";
/** Each key is used once: its salt is of this file alone. */
const NONCE = Buffer.alloc(12);

type StanzaMaker = (args: string[], body: Uint8Array) => Stanza;

export function passphraseRecipient(passphrase: string, stanza: StanzaMaker): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(SALT_BYTES);
      const key = await derived(passphrase, salt, WORK_FACTOR);
      const cipher = createCipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      return [stanza(["scrypt", unpadded(salt), `${WORK_FACTOR}`], body)];
    },
  };
}

export function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const found = stanzas.find(({ args }) => args[0] === "scrypt");
      if (found === undefined) return null;
      // Whoever knows the passphrase could otherwise be made to believe that nobody else can have written it.
      if (stanzas.length !== 1) throw damaged("it has other recipients beside the passphrase");
      const { salt, workFactor, body } = readStanza(found);
      return opened(body, await derived(passphrase, salt, workFactor));
    },
  };
}

function readStanza({ args, body }: Stanza) {
  const [, salt = "", factor = "", ...others] = args;
  const [bytes, workFactor] = [Buffer.from(salt, "base64"), Number(factor)];
  const isPlain = /^[1-9][0-9]?$/.test(factor) && unpadded(bytes) === salt && bytes.length === SALT_BYTES;
  if (!isPlain || others.length > 0 || body.length !== 32) throw damaged("its header is not one of a passphrase");
  if (workFactor > MAX_WORK_FACTOR) throw damaged("its header asks for more work than a backup of ours");
  return { salt: bytes, workFactor, body };
}

function opened(body: Uint8Array, key: Buffer): Uint8Array | null {
  const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  const fileKey = decipher.update(body.subarray(0, body.length - TAG_BYTES));
  try {
    decipher.final();
    return fileKey;
  } catch {
    return null; // Another passphrase.
  }
}

function derived(passphrase: string, salt: Buffer, workFactor: number): Promise<Buffer> {
  const cost = { N: 2 ** workFactor, r: 8, p: 1 };
  const settings = { ...cost, maxmem: 2 * 128 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), 32, settings, (fault, key) =>
      fault === null ? resolve(key) : reject(fault),
    );
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
