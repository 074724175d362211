// What goes into a bundle: the manifest with its signatures and root metadata, and every artifact that it names, once. All of it
// is read and verified before the first byte is written; what could not be installed is refused with all its faults.

import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type BundleSource,
  headerOf,
  type IndexArtifact,
  MANIFEST_NAME,
  rootName,
  SIGNATURES_NAME,
} from "../../artifacts/index.js";
import type { ComponentTypeTarget, Manifest } from "../../model/index.js";
import type { Installable } from "../../planning/index.js";
import type { AppContext } from "../context.js";
import { eachOf } from "../each-of.js";
import { locateArtifacts, refuseFaults, type WantedArtifact } from "../locate-artifacts.js";
import { type CompanionFile, companionsBeside } from "../trust/index.js";

export interface ManifestToBundle {
  /** Absolute. */
  readonly manifestPath: string;
  readonly manifest: Manifest;
  readonly bytes: Uint8Array;
}

/** Throws DocumentsRefused, or ARTIFACT_…, DOWNLOAD_…, TRUST_… where there is one fault. */
export async function contentOf(context: AppContext, given: ManifestToBundle): Promise<BundleSource> {
  const { manifestPath, manifest } = given;
  const wanted = inOrderOfUse(manifest);
  const located = await locateArtifacts(context.wire, wanted, { manifestPath });
  const members = await membersOf(context, wanted, located);
  const documents = [{ name: MANIFEST_NAME, bytes: Buffer.from(given.bytes) }, ...(await companionsOf(manifestPath))];
  return {
    index: {
      documents: documents.map(({ name, bytes }) => ({ name, sizeBytes: bytes.length, sha256: sha256(bytes) })),
      artifacts: members.map(({ entry }) => entry),
    },
    documents: documents.map(({ bytes }) => bytes),
    artifacts: members.map(({ location, header }) => ({ location, header })),
  };
}

/**
 * As a plan will want them, as far as that can be known without a system: a type that passes stepping stones has each of them
 * before the next, and what has the same distance to go is in the order that the manifest gives.
 */
export function inOrderOfUse({ componentTypes }: Manifest): readonly WantedArtifact[] {
  const steps = componentTypes.flatMap(stepsOf);
  return steps.sort((a, b) => a.depth - b.depth || a.order - b.order).map(({ wanted }) => wanted);
}

function stepsOf(entry: ComponentTypeTarget) {
  const versions = [...entry.steppingStones.map((stone) => ({ ...stone, type: entry.type })), entry];
  return versions.map((wanted, depth) => ({ wanted, depth, order: entry.order }));
}

interface Member {
  readonly entry: IndexArtifact;
  readonly location: string;
  readonly header: Buffer;
}

const VERIFIED_AT_ONCE = 2;

/** Each once, though several entries of the manifest, or several files, are the same one. */
async function membersOf(
  context: AppContext,
  wanted: readonly WantedArtifact[],
  located: readonly Installable[],
): Promise<readonly Member[]> {
  const paths = [...new Set(located.map(({ path }) => path))];
  const results = await eachOf(paths, VERIFIED_AT_ONCE, async (path) => await readMember(context, path));
  refuseFaults(
    results,
    paths.map((path) => wanted[located.findIndex((each) => each.path === path)]),
  );
  const members = new Map<string, Member>();
  for (const [i, { path }] of located.entries()) {
    const result = results[paths.indexOf(path)];
    const target = wanted[i];
    if (result?.status !== "fulfilled" || target === undefined) continue;
    const { sha256: key } = result.value.entry;
    members.set(key, withReference(members.get(key) ?? result.value, target));
  }
  return [...members.values()];
}

async function readMember({ wire }: AppContext, location: string): Promise<Member> {
  const artifact = await wire.artifacts.open(location);
  const { content, verified } = artifact.packed();
  verified.catch(() => undefined); // the content ends with the same fault
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  await verified;
  const header = await headerOf((await wire.openBytes(location)).stream, location);
  const { name } = artifact.header;
  const extent = { sizeBytes, headerBytes: header.length, sha256: hash.digest("hex") };
  return { location, header, entry: { name, paths: [], names: [], ...extent } };
}

function withReference(member: Member, { artifactPath, artifactName }: WantedArtifact): Member {
  const { paths, names } = member.entry;
  const entry =
    artifactPath === undefined
      ? { ...member.entry, names: withOnce(names, artifactName) }
      : { ...member.entry, paths: withOnce(paths, artifactPath) };
  return { ...member, entry };
}

function withOnce(texts: readonly string[], text: string | undefined): readonly string[] {
  return text === undefined || texts.includes(text) ? texts : [...texts, text];
}

/** All that lie beside the manifest: which of the roots a system still needs, only the system knows. */
async function companionsOf(manifestPath: string): Promise<readonly { name: string; bytes: Buffer }[]> {
  const beside = companionsBeside(manifestPath);
  const names = await readdir(dirname(manifestPath));
  const versions = names.flatMap((name) => /^([1-9]\d{0,8})\.root\.json$/.exec(name)?.[1] ?? []).map(Number);
  const found: [string, CompanionFile | undefined][] = [[SIGNATURES_NAME, await beside.signatures()]];
  for (const version of versions.sort((a, b) => a - b)) found.push([rootName(version), await beside.root(version)]);
  return found.flatMap(([name, file]) => (file === undefined ? [] : [{ name, bytes: Buffer.from(file.text) }]));
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
