// Root metadata as its signers make it, without the program.

import { sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseVerifyKey, publicPemOf } from "../../../src/signing/index.js";
import { parseRoot, rootText, withRootSignatures } from "../../../src/trust/index.js";
import { LATER, type Signer, type Stage } from "./stage.js";

export interface WrittenRoot {
  readonly version: number;
  /** Names of keys. */
  readonly root: readonly string[];
  readonly rootThreshold?: number;
  readonly manifest: readonly string[];
  readonly expires?: string;
  readonly signers: readonly string[];
  /** Of the file; by default the version. */
  readonly name?: string;
}

/** Lays it beside the manifest, and answers with its path. */
export function writeRoot(stage: Stage, written: WrittenRoot): string {
  const path = stage.path(`${written.name ?? written.version}.root.json`);
  const keysOf = (names: readonly string[]) => names.map((name) => verifyKeyOf(stage.signer(name)));
  const text = rootText({
    ...{ version: written.version, expires: written.expires ?? LATER },
    root: { keys: keysOf(written.root), threshold: written.rootThreshold ?? 1 },
    manifest: { keys: keysOf(written.manifest), threshold: 1 },
  });
  const unsigned = parseRoot(text, path);
  const signatures = written.signers.map((name) => {
    const { id, key } = stage.signer(name);
    return { keyid: id, sig: sign(null, unsigned.message, key).toString("hex") };
  });
  writeFileSync(path, withRootSignatures(unsigned, signatures));
  return path;
}

function verifyKeyOf({ key, name }: Signer) {
  return parseVerifyKey(publicPemOf(key), name);
}
