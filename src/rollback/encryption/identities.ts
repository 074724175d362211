// Keys as people write them: recipients, which are public, and files of identities, which nobody but their owner may read.

import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { messageOf, OrchestratorError } from "../../base/index.js";
import { keyInvalid } from "./refusals.js";

const MAX_FILE_BYTES = 64 * 1024;
const MAX_KEYS = 64;

/** Throws BACKUP_KEY_INVALID. */
export async function checkRecipients(recipients: readonly string[]): Promise<void> {
  if (recipients.length > MAX_KEYS) throw keyInvalid(`There are more than ${MAX_KEYS} recipients`);
  const { Encrypter } = await import("age-encryption");
  for (const recipient of recipients) {
    if (recipient.startsWith("AGE-SECRET-KEY-"))
      throw keyInvalid("A recipient is public, and this is a secret identity");
    try {
      new Encrypter().addRecipient(recipient);
    } catch (thrown) {
      throw keyInvalid(`${recipient.slice(0, 100)} is not an age recipient`, thrown);
    }
  }
}

/** The identities of a file that `age-keygen` could have written. Throws BACKUP_KEY_INVALID. */
export async function loadIdentities(path: string): Promise<readonly string[]> {
  const identities = linesOf(await readPrivate(path));
  if (identities.length === 0) throw keyInvalid(`${path} holds no identity`);
  if (identities.length > MAX_KEYS) throw keyInvalid(`${path} holds more than ${MAX_KEYS} identities`);
  const { Decrypter } = await import("age-encryption");
  for (const [index, identity] of identities.entries()) {
    try {
      new Decrypter().addIdentity(identity);
    } catch {
      // The library's message, or the line itself, could show a part of the secret.
      throw keyInvalid(`What stands in ${path} as number ${index + 1} is not an age identity (AGE-SECRET-KEY-1…)`);
    }
  }
  return identities;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

/** Looked at and read as one open file, so that it cannot be another in between. */
async function readPrivate(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    throw keyInvalid(`The identity file ${path} cannot be read: ${messageOf(thrown)}`, thrown);
  }
  try {
    await checkOwner(file, path);
    return await file.readFile("utf8");
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    throw keyInvalid(`The identity file ${path} cannot be read: ${messageOf(thrown)}`, thrown);
  } finally {
    await file.close();
  }
}

async function checkOwner(file: FileHandle, path: string): Promise<void> {
  const { mode, uid, size } = await file.stat();
  if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw keyInvalid(`${path} is not a file`);
  if (size > MAX_FILE_BYTES) throw keyInvalid(`${path} is larger than identities can be`);
  if (uid !== 0 && uid !== process.getuid?.()) throw keyInvalid(`${path} belongs to another user`);
  if ((mode & 0o077) !== 0) throw keyInvalid(`${path} can be used by others than its owner: \`chmod 600\` it`);
}
