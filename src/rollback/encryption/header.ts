// The header of an age file, which holds the key of the file for each of its recipients. Made and read by the library; only the file key,
// which the payload needs, is taken out of it. The library is loaded when it is needed: most runs have nothing encrypted.

import { randomBytes } from "node:crypto";
import { OrchestratorError } from "../../base/index.js";
import { passphraseIdentity, passphraseRecipient } from "./passphrase.js";
import { damaged, keyWrong } from "./refusals.js";

/** A recipient takes up to 1.6 kB. */
const MAX_HEADER_BYTES = 64 * 1024;
/** What the library appends for an empty payload: a nonce, and the tag of the one chunk. */
const EMPTY_PAYLOAD_BYTES = 16 + 16;

/** Who can open what is encrypted. */
export type Recipients =
  | { readonly kind: "recipients"; readonly recipients: readonly string[] }
  | { readonly kind: "passphrase"; readonly passphrase: string };

export interface Keys {
  readonly identities: readonly string[];
  readonly passphrase?: string;
}

export interface Header {
  readonly bytes: Buffer;
  readonly fileKey: Uint8Array;
}

export async function makeHeader(recipients: Recipients): Promise<Header> {
  const { Encrypter, Stanza } = await import("age-encryption");
  const encrypter = new Encrypter();
  let fileKey: Uint8Array = randomBytes(0);
  const listen = (key: Uint8Array) => {
    fileKey = Uint8Array.from(key);
    return [];
  };
  encrypter.addRecipient({ wrapFileKey: listen });
  if (recipients.kind === "recipients") for (const one of recipients.recipients) encrypter.addRecipient(one);
  else encrypter.addRecipient(passphraseRecipient(recipients.passphrase, (args, body) => new Stanza(args, body)));
  const file = await encrypter.encrypt(new Uint8Array(0));
  return { bytes: Buffer.from(file.subarray(0, file.length - EMPTY_PAYLOAD_BYTES)), fileKey };
}

/** The file key. Throws BACKUP_KEY_WRONG, BACKUP_DAMAGED. */
export async function openHeader(header: Buffer, { identities, passphrase }: Keys): Promise<Uint8Array> {
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  if (passphrase !== undefined) decrypter.addIdentity(passphraseIdentity(passphrase));
  try {
    return await decrypter.decryptHeader(header);
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    if (thrown instanceof Error && thrown.message.startsWith("no identity matched")) throw keyWrong(WRONG);
    throw damaged("its header cannot be read");
  }
}

const WRONG = "The encrypted backup cannot be opened with the identity or passphrase that was given";

/** The header, and everything after it. Throws BACKUP_DAMAGED. */
export async function splitHeader(
  stored: AsyncIterable<Buffer>,
): Promise<{ readonly header: Buffer; readonly rest: AsyncIterable<Buffer> }> {
  const iterator = stored[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (;;) {
    const end = endOfHeader(head);
    if (end !== undefined) return { header: head.subarray(0, end), rest: continued(head.subarray(end), iterator) };
    if (head.length > MAX_HEADER_BYTES) throw damaged("its header has no end");
    const next = await iterator.next();
    if (next.done === true) throw damaged("it ends in its header");
    head = Buffer.concat([head, next.value]);
  }
}

/** After the line that begins with three dashes, which has the header's own authentication. */
function endOfHeader(head: Buffer): number | undefined {
  const start = head.indexOf("\n---");
  const end = start === -1 ? -1 : head.indexOf("\n", start + 1);
  return end === -1 || end >= MAX_HEADER_BYTES ? undefined : end + 1;
}

async function* continued(first: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
}
