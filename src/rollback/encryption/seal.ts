// Backups that only certain keys open, in the format of age. What is written here opens with the `age` program, and what that wrote
// with this. The armored form, which is for mails, is not read: a backup is a file of our own making.

import { Readable } from "node:stream";
import type { Seal } from "../contract.js";
import { type Keys, makeHeader, openHeader, type Recipients, splitHeader } from "./header.js";
import { checkRecipients } from "./identities.js";
import { decryptPayload, encryptPayload } from "./payload.js";
import { keyInvalid, keyWrong } from "./refusals.js";

export interface SealKeys {
  /** Who can open what is encrypted from now on: `age1…`. Not together with a passphrase: age has no such files. */
  readonly recipients?: readonly string[];
  /** What opens what was encrypted: `AGE-SECRET-KEY-1…`. */
  readonly identities?: readonly string[];
  /** For both. */
  readonly passphrase?: string;
}

/** Streams of what is encrypted cannot be used twice, the seal can. Throws BACKUP_KEY_INVALID. */
export async function createSeal({ recipients = [], identities = [], passphrase }: SealKeys): Promise<Seal> {
  if (passphrase === "") throw keyInvalid("The passphrase is empty");
  if (passphrase !== undefined && recipients.length > 0) {
    throw keyInvalid("A backup is encrypted for recipients or with a passphrase, not for both");
  }
  await checkRecipients(recipients);
  const keys = { identities, ...(passphrase === undefined ? {} : { passphrase }) };
  const sealedFor = recipientsOf(recipients, passphrase);
  return {
    suffix: ".age",
    encrypt: (plain) => transformed(plain, (bytes) => encrypted(bytes, sealedFor)),
    decrypt: (stored) => transformed(stored, (bytes) => decrypted(bytes, keys)),
  };
}

function recipientsOf(recipients: readonly string[], passphrase: string | undefined): Recipients | undefined {
  if (passphrase !== undefined) return { kind: "passphrase", passphrase };
  return recipients.length === 0 ? undefined : { kind: "recipients", recipients };
}

async function* encrypted(plain: AsyncIterable<Buffer>, recipients: Recipients | undefined): AsyncGenerator<Buffer> {
  if (recipients === undefined) throw keyInvalid("There is no recipient and no passphrase to encrypt a backup for");
  const { bytes, fileKey } = await makeHeader(recipients);
  yield bytes;
  yield* encryptPayload(plain, fileKey);
}

async function* decrypted(stored: AsyncIterable<Buffer>, keys: Keys): AsyncGenerator<Buffer> {
  if (keys.identities.length === 0 && keys.passphrase === undefined) {
    throw keyWrong("The backup is encrypted, and no identity or passphrase was given");
  }
  const { header, rest } = await splitHeader(stored);
  yield* decryptPayload(rest, await openHeader(header, keys));
}

/** At the reader's pace. What either end fails with, the other is told; who leaves early waits for nobody. */
function transformed(source: Readable, change: (bytes: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>): Readable {
  const result = Readable.from(change(readFromNowOn(source)), {
    objectMode: false,
    highWaterMark: HIGH_WATER,
  });
  result.once("close", () => source.destroy());
  source.on("error", () => undefined); // It comes out of the iteration; a stream that has been left has nobody to tell.
  return result;
}

/**
 * What a program has written when it ends and nobody has begun to read, Node throws away without a word. A header takes its time to make
 * and comes first, so the first read is asked for before it.
 */
function readFromNowOn(source: Readable): AsyncIterable<Buffer> {
  const iterator: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  const first = iterator.next();
  first.catch(() => undefined); // It comes out again when it is read.
  return continuing(first, iterator);
}

async function* continuing(
  first: Promise<IteratorResult<Buffer>>,
  iterator: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    for (let next = await first; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

const HIGH_WATER = 256 * 1024;
