// Who may sign what: TUF's root metadata (section 4.3), with a role `manifest` where TUF has `targets`. Reading it does not mean
// to trust it.

import { OrchestratorError } from "../base/index.js";
import { keyIdOf, parseVerifyKey, publicPemOf, type VerifyKey } from "../signing/index.js";
import { canonicalJson, type Json } from "./canonical-json.js";
import { fault } from "./fault.js";
import { type JsonObject, listIn, Malformed, objectIn, parseJson, textIn, wholeIn } from "./json-object.js";
import { MAX_KEYS } from "./limits.js";
import { rootMessage } from "./messages.js";
import { KEY_ID, type Signature, signaturesIn } from "./signatures.js";
import { timeOf } from "./time.js";

export interface Role {
  /** Each once. */
  readonly keyids: readonly string[];
  readonly threshold: number;
}

export interface RootMetadata {
  /** From 1; 0 stands for keys that the owner has configured. */
  readonly version: number;
  /** RFC 3339; undefined only for configured keys, which hold until they are configured otherwise. */
  readonly expires: string | undefined;
  readonly keys: ReadonlyMap<string, VerifyKey>;
  readonly roles: { readonly root: Role; readonly manifest: Role };
}

export interface SignedRoot {
  readonly path: string;
  readonly text: string;
  readonly root: RootMetadata;
  readonly message: Buffer;
  readonly signatures: readonly Signature[];
}

const EXPIRES = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Throws TRUST_ROOT_INVALID. */
export function parseRoot(text: string, path: string): SignedRoot {
  try {
    const { signed, signatures } = objectIn(parseJson(text), "the document");
    const root = rootIn(objectIn(signed, "signed"), path);
    return { path, text, root, message: rootMessage(signed ?? null), signatures: signaturesIn(signatures) };
  } catch (thrown) {
    if (!(thrown instanceof Malformed || thrown instanceof RangeError)) throw thrown;
    const message = `the root metadata ${path} cannot be used: ${thrown.message}`;
    throw fault({ code: "TRUST_ROOT_INVALID", message, location: { file: path } });
  }
}

function rootIn(signed: JsonObject, path: string): RootMetadata {
  textIn(signed["_type"], "_type", /^root$/);
  textIn(signed["spec_version"], "spec_version", /^1\.\d+(\.\d+)?$/);
  const expires = textIn(signed["expires"], "expires", EXPIRES);
  if (timeOf(expires) === undefined) throw new Malformed("expires is no time");
  const keys = keysIn(objectIn(signed["keys"], "keys"), path);
  const roles = objectIn(signed["roles"], "roles");
  return {
    version: wholeIn(signed["version"], "version"),
    expires,
    keys,
    roles: { root: roleIn(roles["root"], "root", keys), manifest: roleIn(roles["manifest"], "manifest", keys) },
  };
}

/** A key has the id that it says, so no key can stand twice under two ids. */
function keysIn(keys: JsonObject, path: string): ReadonlyMap<string, VerifyKey> {
  const entries = Object.entries(keys);
  if (entries.length > MAX_KEYS) throw new Malformed(`it has ${entries.length} keys, and may have ${MAX_KEYS}`);
  return new Map(
    entries.map(([id, written]) => {
      const text = textIn(objectIn(objectIn(written, "a key")["keyval"], "keyval")["public"], "a public key", /^-----/);
      const key = keyIn(text, path);
      if (key.id !== id) throw new Malformed(`the key with the id ${id.slice(0, 100)} has the id ${key.id}`);
      return [id, key];
    }),
  );
}

function keyIn(text: string, path: string): VerifyKey {
  try {
    return parseVerifyKey(text, `a key of ${path}`);
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw new Malformed(thrown.message);
    throw thrown;
  }
}

function roleIn(value: Json | undefined, name: string, keys: ReadonlyMap<string, VerifyKey>): Role {
  const role = objectIn(value, `the role ${name}`);
  const listed = listIn(role["keyids"], `the keyids of ${name}`, MAX_KEYS);
  const keyids = [...new Set(listed.map((each) => textIn(each, `a keyid of ${name}`, KEY_ID)))];
  const threshold = wholeIn(role["threshold"], `the threshold of ${name}`);
  const missing = keyids.find((keyid) => !keys.has(keyid));
  if (missing !== undefined) throw new Malformed(`the role ${name} names the key ${missing}, which is not there`);
  if (threshold > keyids.length) {
    throw new Malformed(`the role ${name} asks for ${threshold} signatures and has ${keyids.length} keys`);
  }
  return { keyids, threshold };
}

export interface NewRoot {
  readonly version: number;
  readonly expires: string;
  readonly root: { readonly keys: readonly VerifyKey[]; readonly threshold: number };
  readonly manifest: { readonly keys: readonly VerifyKey[]; readonly threshold: number };
}

/** The text of new root metadata, not signed by anybody yet. */
export function rootText({ version, expires, root, manifest }: NewRoot): string {
  const keys = new Map([...root.keys, ...manifest.keys].map((key) => [key.id, key]));
  const roleOf = (role: NewRoot["root"]) => ({
    keyids: [...new Set(role.keys.map(({ id }) => id))].sort(),
    threshold: role.threshold,
  });
  const signed = {
    ...{ _type: "root", spec_version: "1.0", version, expires },
    keys: Object.fromEntries([...keys.values()].map((key) => [keyIdOf(key.key), writtenKey(key)])),
    roles: { root: roleOf(root), manifest: roleOf(manifest) },
  };
  return signedRootText(signed, []);
}

function writtenKey({ kind, key }: VerifyKey) {
  const schemes = {
    ...{ rsa: ["rsa", "rsa-sha256"], "rsa-pss": ["rsa", "rsassa-pss-sha256"] },
    ...{ "ecdsa-p256": ["ecdsa", "ecdsa-sha2-nistp256"], ed25519: ["ed25519", "ed25519"] },
  };
  const [keytype = "", scheme = ""] = schemes[kind];
  return { keytype, scheme, keyval: { public: publicPemOf(key) } };
}

/** The same root metadata with other signatures. */
export function withRootSignatures({ text }: SignedRoot, signatures: readonly Signature[]): string {
  return signedRootText(objectIn(parseJson(text), "the document")["signed"] ?? null, signatures);
}

function signedRootText(signed: Json, signatures: readonly Signature[]): string {
  const sorted: unknown = JSON.parse(canonicalJson(signed));
  return `${JSON.stringify({ signatures, signed: sorted }, null, 2)}\n`;
}

/** The keys that the owner has configured: they may sign manifests and the first root metadata. */
export function configuredRoot(keys: readonly VerifyKey[], threshold: number): RootMetadata {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const role = { keyids: [...byId.keys()], threshold };
  return { version: 0, expires: undefined, keys: byId, roles: { root: role, manifest: role } };
}
