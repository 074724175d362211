// `manifest sign MANIFEST --key KEY`: adds signatures to those that lie beside it. A manifest that no system would take is not
// signed: that it lacks something is then known before it is released.

import { type Diagnostic, DocumentsRefused } from "../../base/index.js";
import { loadManifestAlone } from "../../documents/index.js";
import type { Manifest } from "../../model/index.js";
import { loadSigningKey, type SigningKey, signatureBy } from "../../signing/index.js";
import {
  checkStatement,
  manifestMessage,
  parseSignatures,
  type Signature,
  signaturesText,
  withSignature,
} from "../../trust/index.js";
import type { AppContext } from "../context.js";
import { readSignatures, signaturePath } from "./companions.js";
import { replaceText } from "./write-file.js";

export interface SignOptions {
  readonly manifestPath: string;
  /** Private keys in PEM form. */
  readonly keyPaths: readonly string[];
  /** Of encrypted ones. */
  readonly passphrase?: string;
}

export interface SignedFile {
  readonly path: string;
  /** Key ids of all signatures in the file, those of other signers as well. */
  readonly keyids: readonly string[];
}

/** Throws DocumentsRefused, KEY_…, TRUST_…, FILE_UNWRITABLE. */
export async function signManifest({ clock }: AppContext, options: SignOptions): Promise<SignedFile> {
  const { manifestPath, keyPaths, passphrase } = options;
  const { manifest, bytes } = await readManifest(manifestPath);
  checkStatement(manifestPath, manifest, clock.now());
  const path = signaturePath(manifestPath);
  const present = await readSignatures(path);
  let signatures = present === undefined ? [] : parseSignatures(present.text, path);
  for (const keyPath of keyPaths) {
    signatures = withSignature(signatures, signatureOf(await loadSigningKey(keyPath, passphrase), bytes));
  }
  await replaceText(path, signaturesText(signatures));
  return { path, keyids: signatures.map(({ keyid }) => keyid) };
}

function signatureOf(key: SigningKey, bytes: Uint8Array): Signature {
  return { keyid: key.id, sig: signatureBy(key, manifestMessage(bytes)).toString("hex") };
}

export interface ReadManifest {
  readonly manifest: Manifest;
  readonly text: string;
  /** Of the file, all of them. */
  readonly bytes: Uint8Array;
  readonly warnings: readonly Diagnostic[];
}

/** A manifest by itself, without any system; in a bundle it has been read already. Throws DocumentsRefused. */
export async function readManifest(manifestPath: string, manifestBytes?: Uint8Array): Promise<ReadManifest> {
  const loaded = await loadManifestAlone({ manifestPath, ...(manifestBytes && { manifestBytes }) });
  if (!loaded.ok) throw new DocumentsRefused(loaded.diagnostics);
  const [{ text = "", bytes = new Uint8Array() } = {}] = loaded.texts.filter(({ role }) => role === "manifest");
  return { manifest: loaded.manifest, text, bytes, warnings: loaded.warnings };
}
