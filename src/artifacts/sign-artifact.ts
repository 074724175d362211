// Puts a signature into an artifact. Everything but the signature stays as it is, byte for byte. What is put in place has been
// read and verified as a whole, with the public half of the key: nothing damaged is ever signed.

import type { FileHandle } from "node:fs/promises";
import { realpath, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { publicHalfOf, type SigningKey } from "../signing/index.js";
import { verifyArtifact } from "./artifact-file.js";
import { artifactParts } from "./artifact-parts.js";
import { fault, inFile } from "./fault.js";
import { MAX_MANIFEST_BYTES, MAX_VERSION_BYTES } from "./limits.js";
import { closeFile, openFile, unreadable } from "./open-file.js";
import { wholeMember } from "./pack-tar.js";
import { readWhole } from "./read-whole.js";
import { replaceFile } from "./replace-file.js";
import { manifestSignature } from "./signatures.js";

export interface SignRequest {
  readonly path: string;
  /** By default the artifact itself is replaced. */
  readonly output?: string;
  readonly key: SigningKey;
  /** Whether a signature that is there may be replaced. */
  readonly isForced: boolean;
}

/** Throws ARTIFACT_…. What was there before then is there still. Returns where the signed artifact is. */
export async function signArtifact({ path, output, key, isForced }: SignRequest): Promise<string> {
  const beginning = await readBeginning(path).catch((thrown) => {
    throw inFile(path, unreadable(path, thrown));
  });
  if (beginning.isSigned && !isForced) throw fault("ARTIFACT_ALREADY_SIGNED", `${path} is signed already`);
  const target = output ?? (await realpath(path));
  const { mode } = await stat(path);
  await replaceFile(
    target,
    async (file, draft) => {
      await writeSigned(file, { path, key, beginning });
      await verifyArtifact(draft, [publicHalfOf(key)]).catch((thrown) => {
        throw inFile(path, thrown);
      });
    },
    mode & 0o777,
  );
  return output ?? path;
}

interface Beginning {
  readonly version: Buffer;
  readonly manifest: Buffer;
  readonly isSigned: boolean;
  /** Where in the file the part behind the manifest, or behind its signature, begins. */
  readonly restOffset: number;
}

async function readBeginning(path: string): Promise<Beginning> {
  const { stream } = await openFile(path);
  const parts = artifactParts(stream);
  try {
    let version: Buffer = Buffer.alloc(0);
    let manifest: Buffer = Buffer.alloc(0);
    let restOffset = 0;
    for await (const { kind, member } of parts) {
      if (kind === "version") version = await readWhole(member, MAX_VERSION_BYTES);
      else if (kind === "manifest") manifest = await readWhole(member, MAX_MANIFEST_BYTES);
      else if (kind === "manifest.sig") return { version, manifest, isSigned: true, restOffset: member.endOffset };
      else return { version, manifest, isSigned: false, restOffset };
      restOffset = member.endOffset;
    }
    throw fault("ARTIFACT_MEMBER_MISSING", "the artifact ends behind its manifest");
  } finally {
    await closeFile(stream);
  }
}

interface Signing {
  readonly path: string;
  readonly key: SigningKey;
  readonly beginning: Beginning;
}

async function writeSigned(file: FileHandle, { path, key, beginning }: Signing): Promise<void> {
  const { version, manifest, restOffset } = beginning;
  await file.appendFile(await wholeMember("version", version));
  await file.appendFile(await wholeMember("manifest", manifest));
  await file.appendFile(await wholeMember("manifest.sig", Buffer.from(manifestSignature(key, manifest))));
  const { stream } = await openFile(path);
  try {
    for await (const chunk of behind(stream, restOffset)) await file.appendFile(chunk);
  } catch (thrown) {
    throw unreadable(path, thrown);
  } finally {
    await closeFile(stream);
  }
}

async function* behind(stream: Readable, offset: number): AsyncGenerator<Buffer, void, void> {
  let left = offset;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
