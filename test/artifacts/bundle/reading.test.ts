// A bundle holds its artifacts byte for byte, in a form that tar can list, and each is read where it is.

import { execFileSync } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { expect, test, vi } from "vitest";
import {
  bundleLocation,
  openInBundleFile,
  parseBundleLocation,
  readBundleFile,
  verifyBundle,
} from "../../../src/artifacts/bundle/index.js";
import { createArtifacts } from "../../../src/artifacts/index.js";
import { requirePrograms } from "../../support/index.js";
import { streamOf } from "../forge.js";
import { artifact, bundleOf, contentOf, fileOf, MANIFEST } from "./bundles.js";

const ARTIFACTS = [artifact("one", 300_000), artifact("two", 7), artifact("three", 2048)];

test("the same input gives the same bytes, and all of it is there", async () => {
  const bundle = await bundleOf(ARTIFACTS);
  expect(bundle.equals(await bundleOf(ARTIFACTS))).toBe(true);
  const path = await fileOf(bundle);
  const head = await readBundleFile(path);
  expect(head.manifest).toEqual(MANIFEST);
  const streamed = await verifyBundle(streamOf(bundle), "-");
  expect(streamed.index).toEqual(head.index);
  const read = await Promise.all(
    ARTIFACTS.map(async (_, index) => await contentOf((await openInBundleFile({ path, index })).stream)),
  );
  expect(read.map((bytes, i) => bytes.equals(ARTIFACTS[i] ?? bytes))).toEqual([true, true, true]);
});

test("a header is all that must be read to know an artifact", async () => {
  const path = await fileOf(await bundleOf(ARTIFACTS));
  const { headers } = await readBundleFile(path);
  const openBytes = async () => ({ sizeBytes: 1, stream: streamOf(headers[0] ?? Buffer.alloc(0)) });
  const fromHeader = await createArtifacts(undefined, openBytes).readHeader("anywhere");
  const artifacts = createArtifacts(undefined, (location) =>
    openInBundleFile(parseBundleLocation(location) ?? { path, index: 99 }),
  );
  expect(await artifacts.readHeader(bundleLocation({ path, index: 0 }))).toEqual(fromHeader);
});

test("whoever leaves, at whatever moment, leaves nothing open", async () => {
  const path = await fileOf(await bundleOf(ARTIFACTS));
  const leave = async (isStarted: boolean) => {
    const { stream } = await openInBundleFile({ path, index: 0 });
    if (isStarted) for await (const _ of stream) break;
    stream.destroy();
  };
  for (const isStarted of [false, true]) await leave(isStarted);
  await expect(openInBundleFile({ path, index: 99 })).rejects.toMatchObject({ code: "BUNDLE_ARTIFACT_MISSING" });
  await vi.waitFor(() => expect(descriptorsOn(path)).toBe(0), { timeout: 150_000 });
});

function descriptorsOn(path: string): number {
  const targets = readdirSync("/proc/self/fd").map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return ""; // That of the reading itself.
    }
  });
  return targets.filter((target) => target === path).length;
}

requirePrograms(["tar"])("with tar", () => {
  test("it can be listed and taken apart", async () => {
    const path = await fileOf(await bundleOf(ARTIFACTS));
    const listed = execFileSync("tar", ["-tf", path], { encoding: "utf8" }).trim().split("\n");
    const numbered = (kind: string) => ["0000", "0001", "0002"].map((digits) => `${kind}/${digits}`);
    expect(listed).toEqual(["bundle.json", "manifest.yaml", ...numbered("headers"), ...numbered("payloads")]);
    const parts = ["headers/0001", "payloads/0001"].map((name) => execFileSync("tar", ["-xOf", path, name]));
    expect(Buffer.concat(parts).equals(ARTIFACTS[1] ?? Buffer.alloc(0))).toBe(true);
  });
});

test.each(["/a/b.bundle", "-", "/odd#1#2.bundle"])("a location in %s", (path) => {
  expect(parseBundleLocation(bundleLocation({ path, index: 12 }))).toEqual({ path, index: 12 });
});

test.each(["/a/b.mender", "https://example.com/bundle:x#1", "bundle:/a", "bundle:/a#x"])(
  "%s is no such location",
  (text) => {
    expect(parseBundleLocation(text)).toBeUndefined();
  },
);
