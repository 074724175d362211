// Reads bytes as a bundle in all ways in which it is read: from one end to the other, in a file, where each artifact is looked
// up, and from a pipe, where each goes to its consumer as it comes.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createSpoolFolder,
  openInBundleFile,
  openStreamBundle,
  readBundleFile,
  verifyBundle,
} from "../../../src/artifacts/bundle/index.js";
import { streamOf } from "../../artifacts/forge.js";
import { temporaryFolder } from "../../support/index.js";
import { verdict } from "./verdicts.js";

export interface BundleVerdicts {
  readonly streamed: string;
  readonly inFile: string;
  readonly piped: string;
  /** Beside the bundle. */
  readonly left: readonly string[];
}

export async function bundleVerdictsOn(bytes: Buffer): Promise<BundleVerdicts> {
  const folder = temporaryFolder();
  const path = join(folder, "attack.bundle");
  writeFileSync(path, bytes);
  const streamed = await verdict(async () => void (await verifyBundle(streamOf(bytes), "the bundle")));
  const inFile = await verdict(async () => await readAll(path));
  const piped = await verdict(async () => await takeAll(bytes, join(folder, "stream")));
  return { streamed, inFile, piped, left: readdirSync(folder).filter((name) => name !== "attack.bundle") };
}

async function readAll(path: string): Promise<void> {
  const { index } = await readBundleFile(path);
  for (const i of index.artifacts.keys()) {
    const { stream } = await openInBundleFile({ path, index: i });
    for await (const _ of stream);
  }
}

async function takeAll(bytes: Buffer, folder: string): Promise<void> {
  const source = { stream: streamOf(bytes), shown: "standard input", folder: createSpoolFolder(folder) };
  const bundle = await openStreamBundle(source);
  try {
    const indices = [...bundle.head.index.artifacts.keys()];
    await bundle.expect(new Map(indices.map((index) => [index, 1])));
    for (const index of indices) {
      await bundle.consume(index, async () => {
        for await (const _ of (await bundle.open(index)).stream);
      });
    }
  } finally {
    await bundle.close();
  }
}
