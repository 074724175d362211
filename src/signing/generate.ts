// Makes a pair of keys. The private one is in the form that most programs read: the traditional one where there is one (which
// is all that mender-artifact takes), PKCS#8 otherwise, and where it is encrypted.

import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { unreachable } from "../base/index.js";
import { keyIdOf, publicPemOf } from "./public-key.js";

export const KEY_TYPES = ["ed25519", "ecdsa-p256", "rsa-3072"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

export interface GeneratedPair {
  readonly privatePem: string;
  readonly publicPem: string;
  readonly id: string;
}

const generate = promisify(generateKeyPair);

/** @param passphrase encrypts the private key */
export async function generatePair(type: KeyType, passphrase?: string): Promise<GeneratedPair> {
  const { privateKey, publicKey } = await generated(type);
  return {
    privatePem: privatePemOf(type, privateKey, passphrase),
    publicPem: publicPemOf(publicKey),
    id: keyIdOf(publicKey),
  };
}

async function generated(type: KeyType): Promise<{ readonly privateKey: KeyObject; readonly publicKey: KeyObject }> {
  switch (type) {
    case "ed25519":
      return await generate("ed25519");
    case "ecdsa-p256":
      return await generate("ec", { namedCurve: "prime256v1" });
    case "rsa-3072":
      return await generate("rsa", { modulusLength: 3072 });
    default:
      return unreachable(type);
  }
}

const FORMS = { ed25519: "pkcs8", "ecdsa-p256": "sec1", "rsa-3072": "pkcs1" } as const satisfies Readonly<
  Record<KeyType, string>
>;

function privatePemOf(type: KeyType, key: KeyObject, passphrase: string | undefined): string {
  if (passphrase === undefined) return key.export({ type: FORMS[type], format: "pem" }).toString();
  return key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }).toString();
}
