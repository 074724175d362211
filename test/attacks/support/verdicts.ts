// Reads bytes as an artifact in each of the ways in which the engine does, and says what came of it and what was left.

import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createArtifacts } from "../../../src/artifacts/index.js";
import { OrchestratorError } from "../../../src/base/index.js";
import type { ArtifactSource } from "../../../src/engine/ports.js";
import type { VerifyKey } from "../../../src/signing/index.js";
import { temporaryFolder } from "../../support/index.js";

export interface Verdicts {
  /** Having given the files to somebody who reads them. */
  readonly unpacked: string;
  /** Having given the whole artifact to somebody who reads it. */
  readonly packed: string;
  /** Files beside the artifact, and descriptors of it that are still open. */
  readonly left: readonly string[];
}

/** Refused under a code, or `read`. What is thrown and has no code passes. */
export async function verdictsOn(bytes: Buffer, trusted: readonly VerifyKey[] = []): Promise<Verdicts> {
  const folder = temporaryFolder();
  const path = join(folder, "attack.mender");
  writeFileSync(path, bytes);
  const artifacts = createArtifacts(async () => trusted);
  const unpacked = await verdict(async () => await unpack(await artifacts.open(path)));
  const packed = await verdict(async () => await pass(await artifacts.open(path)));
  const isChanged = !readFileSync(path).equals(bytes);
  const left = [...readdirSync(folder).filter((name) => name !== "attack.mender"), ...openOn(path)];
  return { unpacked, packed, left: isChanged ? [...left, "another artifact"] : left };
}

async function unpack(source: ArtifactSource): Promise<void> {
  for await (const { content } of source.files()) for await (const _ of content);
}

async function pass(source: ArtifactSource): Promise<void> {
  const { content, verified } = source.packed();
  const [delivered, judged] = await Promise.allSettled([drain(content), verified]);
  if (judged.status === "rejected") throw judged.reason;
  if (delivered.status === "rejected") throw delivered.reason;
}

async function drain(content: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of content);
}

/** What has come of reading: `read`, or the code of the error. */
export async function verdict(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return "read";
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
}

function openOn(path: string): readonly string[] {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false; // The descriptor of this very listing.
    }
  });
}
