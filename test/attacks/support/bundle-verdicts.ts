// Reads bytes as a bundle in both ways in which it is read: as they come, and in a file, where each artifact is looked up.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openInBundleFile, readBundleFile, verifyBundle } from "../../../src/artifacts/bundle/index.js";
import { streamOf } from "../../artifacts/forge.js";
import { temporaryFolder } from "../../support/index.js";
import { verdict } from "./verdicts.js";

export interface BundleVerdicts {
  readonly streamed: string;
  readonly inFile: string;
  /** Beside the bundle. */
  readonly left: readonly string[];
}

export async function bundleVerdictsOn(bytes: Buffer): Promise<BundleVerdicts> {
  const folder = temporaryFolder();
  const path = join(folder, "attack.bundle");
  writeFileSync(path, bytes);
  const streamed = await verdict(async () => void (await verifyBundle(streamOf(bytes), "the bundle")));
  const inFile = await verdict(async () => await readAll(path));
  return { streamed, inFile, left: readdirSync(folder).filter((name) => name !== "attack.bundle") };
}

async function readAll(path: string): Promise<void> {
  const { index } = await readBundleFile(path);
  for (const i of index.artifacts.keys()) {
    const { stream } = await openInBundleFile({ path, index: i });
    for await (const _ of stream);
  }
}
