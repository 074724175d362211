// `keys root create|sign|show` and `keys rotate`: root metadata, through which the keys that a system trusts change.

import { resolve } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import { loadSigningKey, loadVerifyKeys, signatureBy } from "../../signing/index.js";
import {
  parseRoot,
  rootText,
  type SignedRoot,
  signersOf,
  withRootSignatures,
  withSignature,
} from "../../trust/index.js";
import type { AppContext } from "../context.js";
import { underLock } from "../under-lock.js";
import { rotated } from "./check-trust.js";
import { readRootFile } from "./companions.js";
import { keepSystemTrust, readSystemTrust } from "./system-trust.js";
import { replaceText, writeNew } from "./write-file.js";

export interface NewRole {
  /** Public keys in PEM form. */
  readonly keyPaths: readonly string[];
  readonly threshold: number;
}

export interface CreateRootOptions {
  readonly path: string;
  readonly version: number;
  /** RFC 3339, in UTC, to the second. */
  readonly expires: string;
  readonly root: NewRole;
  readonly manifest: NewRole;
}

/** Throws KEY_…, TRUST_ROOT_INVALID, FILE_EXISTS, FILE_UNWRITABLE. */
export async function createRoot({ path, version, expires, root, manifest }: CreateRootOptions): Promise<void> {
  const text = rootText({
    ...{ version, expires },
    root: { keys: await loadVerifyKeys(root.keyPaths), threshold: root.threshold },
    manifest: { keys: await loadVerifyKeys(manifest.keyPaths), threshold: manifest.threshold },
  });
  parseRoot(text, path);
  writeNew(path, text);
}

export interface SignRootOptions {
  readonly path: string;
  readonly keyPaths: readonly string[];
  readonly passphrase?: string;
}

/** Throws KEY_…, TRUST_ROOT_INVALID, FILE_UNWRITABLE. */
export async function signRoot({ path, keyPaths, passphrase }: SignRootOptions): Promise<RootDescription> {
  const signed = await readRoot(path);
  let { signatures } = signed;
  for (const keyPath of keyPaths) {
    const key = await loadSigningKey(keyPath, passphrase);
    signatures = withSignature(signatures, { keyid: key.id, sig: signatureBy(key, signed.message).toString("hex") });
  }
  const text = withRootSignatures(signed, signatures);
  await replaceText(path, text);
  return describe(parseRoot(text, path));
}

export interface RootDescription {
  readonly version: number;
  readonly expires: string;
  readonly roles: readonly RoleDescription[];
  /** Key ids whose signatures are there and are neither of a key in this file nor broken: those of the version before. */
  readonly others: readonly string[];
}

export interface RoleDescription {
  readonly role: "root" | "manifest";
  readonly threshold: number;
  readonly keys: readonly { readonly keyid: string; readonly kind: string; readonly hasSigned: boolean }[];
}

/** Throws TRUST_ROOT_INVALID. */
export async function showRoot(path: string): Promise<RootDescription> {
  return describe(await readRoot(path));
}

function describe({ root, message, signatures }: SignedRoot): RootDescription {
  const { valid, unknown } = signersOf(message, signatures, root.keys);
  const roles = (["root", "manifest"] as const).map((role): RoleDescription => {
    const { keyids, threshold } = root.roles[role];
    const keys = keyids.map((keyid) => {
      const kind = root.keys.get(keyid)?.kind ?? "unknown";
      return { keyid, kind, hasSigned: valid.has(keyid) };
    });
    return { role, threshold, keys };
  });
  return { version: root.version, expires: root.expires ?? "", roles, others: [...unknown] };
}

/** The version that is trusted then. Throws TRUST_…, DATASTORE_…; where one file is refused, none is kept. */
export async function rotateKeys(context: AppContext, paths: readonly string[]): Promise<number> {
  const read = await Promise.all(paths.map((path) => readRoot(resolve(path))));
  const candidates = read.sort((a, b) => a.root.version - b.root.version);
  return await underLock(context, async () => {
    const before = await readSystemTrust(context);
    if (before === undefined) throw notConfigured();
    const after = rotated(
      before,
      candidates.filter(({ root }) => root.version > before.root.version),
    );
    if (after !== before) keepSystemTrust(context, after);
    return after.root.version;
  });
}

async function readRoot(path: string): Promise<SignedRoot> {
  const file = await readRootFile(path);
  if (file !== undefined) return parseRoot(file.text, file.path);
  const message = `there is no ${path}`;
  throw new OrchestratorError({ code: "TRUST_ROOT_INVALID", message, location: { file: path } });
}

function notConfigured(): OrchestratorError {
  return new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: "no keys are configured on this system, so there is nothing that could be rotated",
    hint: "Set ManifestVerifyKeys or ManifestRoot in the configuration.",
  });
}
