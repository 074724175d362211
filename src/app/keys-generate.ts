// `keys generate`: a new pair of keys in two files, neither of which was there before.

import { rmSync } from "node:fs";
import { generatePair, type KeyType } from "../signing/index.js";
import { writeNew } from "./trust/write-file.js";

export interface GenerateKeysOptions {
  /** The files' name, without its end. */
  readonly name: string;
  readonly type: KeyType;
  /** Encrypts the private key. */
  readonly passphrase?: string;
}

export interface GeneratedKeys {
  readonly privatePath: string;
  readonly publicPath: string;
  /** sha256 in hex, the same for both halves. */
  readonly keyid: string;
}

const OWNER_ONLY = 0o600;

/** A crash leaves at most the private key alone, whole. Throws FILE_EXISTS, FILE_UNWRITABLE. */
export async function generateKeys({ name, type, passphrase }: GenerateKeysOptions): Promise<GeneratedKeys> {
  const { privatePem, publicPem, id } = await generatePair(type, passphrase);
  const [privatePath, publicPath] = [`${name}.pem`, `${name}.pub.pem`];
  writeNew(privatePath, privatePem, OWNER_ONLY);
  try {
    writeNew(publicPath, publicPem);
  } catch (thrown) {
    rmSync(privatePath);
    throw thrown;
  }
  return { privatePath, publicPath, keyid: id };
}
