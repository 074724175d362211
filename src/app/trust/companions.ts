// What comes with a manifest besides its artifacts: its signatures, and root metadata that brings new keys. Read within limits,
// since nobody has vouched for it yet.

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import { MAX_ROOT_BYTES, MAX_SIGNATURE_FILE_BYTES } from "../../trust/index.js";

export interface CompanionFile {
  readonly path: string;
  readonly text: string;
}

/** Undefined answers: there is no such file. */
export interface ManifestCompanions {
  signatures(): Promise<CompanionFile | undefined>;
  root(version: number): Promise<CompanionFile | undefined>;
}

/** The files that lie beside a manifest: `MANIFEST.sig` and `N.root.json`. */
export function companionsBeside(manifestPath: string): ManifestCompanions {
  return {
    signatures: async () => await readSignatures(signaturePath(manifestPath)),
    root: async (version) => await readRootFile(join(dirname(manifestPath), `${version}.root.json`)),
  };
}

export function signaturePath(manifestPath: string): string {
  return `${manifestPath}.sig`;
}

/** Throws TRUST_SIGNATURES_INVALID. */
export async function readSignatures(path: string): Promise<CompanionFile | undefined> {
  return await readLimited(path, { code: "TRUST_SIGNATURES_INVALID", maxBytes: MAX_SIGNATURE_FILE_BYTES });
}

/** Throws TRUST_ROOT_INVALID. */
export async function readRootFile(path: string): Promise<CompanionFile | undefined> {
  return await readLimited(path, { code: "TRUST_ROOT_INVALID", maxBytes: MAX_ROOT_BYTES });
}

interface Limits {
  readonly code: "TRUST_SIGNATURES_INVALID" | "TRUST_ROOT_INVALID";
  readonly maxBytes: number;
}

/** Only regular files: a pipe or a device could go on for ever. The size is counted while reading, not believed. */
async function readLimited(path: string, { code, maxBytes }: Limits): Promise<CompanionFile | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) throw refused(code, path, "it is not a file");
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
      if (bytesRead > maxBytes) throw refused(code, path, `it is larger than ${maxBytes} bytes`);
      return { path, text: buffer.toString("utf8", 0, bytesRead) };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    if (systemCodeOf(thrown) === "ENOENT" || systemCodeOf(thrown) === "ENOTDIR") return undefined;
    throw refused(code, path, messageOf(thrown));
  }
}

function refused(code: Limits["code"], path: string, why: string): OrchestratorError {
  return new OrchestratorError({ code, message: `${path} cannot be used: ${why}`, location: { file: path } });
}
