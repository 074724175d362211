// Reads a PEM file (RFC 7468) and says what it holds, by its label. Nothing is decoded here: node:crypto does that, once it
// is known that the kind of key is the wanted one. Messages never show what is in a file.

import { constants, open } from "node:fs/promises";
import { messageOf, OrchestratorError } from "../base/index.js";
import { fault } from "./fault.js";

/** Far above any key; a private key of RSA 16384 has 12 KiB. */
const MAX_KEY_FILE_BYTES = 64 * 1024;
const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----[\s\S]*?-----END \1-----/g;
/** Stands before an EC private key where openssl wrote it, and says what the key says again. */
const IGNORED_LABEL = "EC PARAMETERS";

export interface PemBlock {
  readonly label: string;
  /** From BEGIN to END. */
  readonly text: string;
}

/** The one block of a file. Throws KEY_UNREADABLE, KEY_INVALID. */
export async function readPem(path: string): Promise<PemBlock> {
  return pemIn(await readText(path), path);
}

/** The one block of a text that has been read. Throws KEY_INVALID. */
export function pemIn(text: string, path: string): PemBlock {
  const found = [...text.matchAll(BLOCK)].map(([block, label = ""]) => ({ label, text: block }));
  const [first, second] = found.filter(({ label }) => label !== IGNORED_LABEL);
  if (first === undefined) throw fault("KEY_INVALID", `${path} is not a key in PEM form`);
  if (second !== undefined) throw fault("KEY_INVALID", `${path} holds more than one key or certificate`);
  return first;
}

/** Only regular files: a named pipe could wait for ever. */
async function readText(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat().then(onlyFile(path));
      if (size > MAX_KEY_FILE_BYTES) throw fault("KEY_INVALID", `${path} is too large for a key`);
      return await file.readFile("latin1");
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    throw fault("KEY_UNREADABLE", `the key ${path} cannot be read: ${messageOf(thrown)}`, thrown);
  }
}

function onlyFile<Stat extends { isFile(): boolean }>(path: string): (stat: Stat) => Stat {
  return (stat) => {
    if (stat.isFile()) return stat;
    throw fault("KEY_UNREADABLE", `the key ${path} is not a file`);
  };
}
