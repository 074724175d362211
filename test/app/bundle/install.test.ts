// Installing from a bundle, from a file and from a pipe: everybody gets what is theirs, and what a pipe cannot give any more
// brings the system back.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { StampedRecord } from "../../../src/model/index.js";
import { requirePrograms } from "../../support/index.js";
import { createStage } from "../constrained/stage.js";
import {
  createTwoLegs,
  START as FIRST,
  TARGET as LAST,
  newManifest,
  BOARDS as OLD_BOARDS,
  OLD_MANIFEST,
} from "../constrained/two-legs.js";
import { type Bundled, bundle, createBundled, got, piped, START, stored, TARGET } from "./bundled-stage.js";

const MIB = 2 ** 20;

function withoutSources({ stage }: Bundled): void {
  rmSync(join(stage.system.folder, "manifests"), { recursive: true });
}

test("from a file nothing is stored, and components that share an artifact each get it", async () => {
  const bundled = await createBundled();
  const { stage, bundlePath } = bundled;
  withoutSources(bundled);
  expect((await stage.plan(bundlePath)).legs[0]?.groups).toHaveLength(3);
  expect(await stage.install(bundlePath)).toMatchObject({ exitCode: 0 });
  expect(stage.versions()).toEqual(TARGET);
  expect(got(stage)).toEqual({ G1: 100_000, B1: 100_000, B2: 100_000, B3: 100_000, R1: 100_000 });
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(false);
  expect(await stage.install(bundlePath)).toMatchObject({ outcome: "unchanged" });
});

test("from a pipe only what several need in turn is stored, for as long as they need it", async () => {
  const bundled = await createBundled();
  const { stage, bundlePath } = bundled;
  withoutSources(bundled);
  expect((await stage.plan("-", { stdin: piped(bundlePath) })).manifestName).toBe("two");
  const seen = new Set<string>();
  const observer = { progressed: () => undefined, recorded: () => void seen.add(stored(stage).join()) };
  expect(await stage.install("-", { stdin: piped(bundlePath) }, { observer })).toMatchObject({ exitCode: 0 });
  expect(stage.versions()).toEqual(TARGET);
  expect(got(stage)).toEqual({ G1: 100_000, B1: 100_000, B2: 100_000, B3: 100_000, R1: 100_000 });
  expect([...seen].filter((names) => /0000|0002/.test(names))).toEqual([]);
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(false);
});

test("a folder stands for the manifest.yaml in it", async () => {
  const { stage, manifestPath } = await createBundled();
  copyFileSync(manifestPath, join(stage.system.folder, "manifests", "manifest.yaml"));
  expect(await stage.plan(join(stage.system.folder, "manifests"))).toMatchObject({ manifestName: "two" });
});

test("a bundle that is cut off is refused as a file, and brings the system back from a pipe", async () => {
  const { stage, bundlePath } = await createBundled();
  const cut = statSync(bundlePath).size - 50_000;
  const result = await stage.install("-", { stdin: piped(bundlePath, cut) });
  expect(result).toMatchObject({ exitCode: 1, outcome: "rolledBack" });
  expect(JSON.stringify(result.records)).toContain("standard input#2: the bundle ends before the artifact radio-v2");
  expect([stage.versions(), stored(stage)]).toEqual([START, []]);
  writeFileSync(bundlePath, readFileSync(bundlePath).subarray(0, cut));
  await expect(stage.install(bundlePath)).rejects.toMatchObject({ code: "BUNDLE_TRUNCATED", exitCode: 5 });
});

test("a payload that is damaged brings the system back", async () => {
  const { stage, bundlePath } = await createBundled();
  const bytes = readFileSync(bundlePath);
  const position = bytes.lastIndexOf("radio radio ");
  bytes.writeUInt8(0x58, position + 1);
  writeFileSync(bundlePath, bytes);
  expect(await stage.install(bundlePath)).toMatchObject({ exitCode: 1, outcome: "rolledBack" });
  expect(stage.versions()).toEqual(START);
});

test("before the host reboots, the rest is stored, and the next process finds it", async () => {
  const { stage, bundlePath } = await createBundled();
  const reboots = stage.system.instance("G1", "Automatic");
  writeFileSync(reboots, "");
  const begun = await stage.install("-", { stdin: piped(bundlePath), exitOnReboot: true });
  expect(begun).toMatchObject({ exitCode: 4 });
  expect(stored(stage)).toEqual(["0001.mender", "0002.mender"]);
  expect(await stage.resume()).toMatchObject({ exitCode: 0, outcome: "done" });
  expect([stage.versions(), stage.warnings]).toEqual([TARGET, []]);
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(false);
});

test("what was not stored is gone with the process, and the system goes back", async () => {
  const { stage, bundlePath } = await createBundled();
  writeFileSync(stage.system.instance("G1", "Automatic"), "");
  const cut = statSync(bundlePath).size / 2;
  const begun = await stage.install("-", { stdin: piped(bundlePath, cut), exitOnReboot: true });
  expect(begun).toMatchObject({ exitCode: 4 });
  expect(stage.warnings.join()).toContain("could not be stored");
  rmSync(stage.system.instance("G1", "Automatic"));
  const resumed = await stage.resume();
  expect(resumed).toMatchObject({ exitCode: 1, outcome: "rolledBack" });
  expect(JSON.stringify(resumed.records)).toContain("was not stored before the stream had gone");
  expect(stage.versions()).toEqual(START);
});

test("what a run that was left has stored, the next one removes", async () => {
  const { stage, bundlePath } = await createBundled();
  const leaving = new AbortController();
  const recorded = ({ record }: StampedRecord) => {
    if (record.type === "callSpawned" && record.component.startsWith("board")) leaving.abort();
  };
  const live = { leaveSignal: leaving.signal, observer: { progressed: () => undefined, recorded } };
  expect(await stage.install("-", { stdin: piped(bundlePath) }, live)).toMatchObject({ outcome: "left" });
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(true);
  expect(await stage.resume()).toMatchObject({ exitCode: 1, outcome: "rolledBack" });
  expect(stage.versions()).toEqual(START);
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(false);
});

test("a refusal leaves nothing behind", async () => {
  const { stage, bundlePath } = await createBundled();
  const live = { planned: () => undefined, cancelSignal: AbortSignal.abort() };
  await expect(stage.install("-", { stdin: piped(bundlePath) }, live)).rejects.toMatchObject({ code: "CANCELLED" });
  writeFileSync(bundlePath, readFileSync(bundlePath).fill(0, 600, 700));
  await expect(stage.install("-", { stdin: piped(bundlePath) })).rejects.toMatchObject({ exitCode: 5 });
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(false);
});

test("a writer that falls silent does not hold up a cancel", async () => {
  const { stage, bundlePath } = await createBundled({ gateway: MIB });
  const silent = new PassThrough();
  silent.write(readFileSync(bundlePath).subarray(0, MIB / 2));
  const cancelling = new AbortController();
  const recorded = ({ record }: StampedRecord) => {
    if (record.type === "callSpawned") cancelling.abort();
  };
  const observer = { progressed: () => undefined, recorded };
  const live = { cancelSignal: cancelling.signal, observer };
  expect(await stage.install("-", { stdin: silent }, live)).toMatchObject({ exitCode: 130, outcome: "rolledBack" });
  expect([stage.versions(), silent.destroyed]).toEqual([START, true]);
});

test("nothing is piped", async () => {
  const { stage } = await createBundled();
  await expect(stage.install("-")).rejects.toMatchObject({ code: "ARGUMENT_INVALID" });
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  await expect(stage.install("-", { stdin: terminal })).rejects.toMatchObject({ code: "ARGUMENT_INVALID" });
});

test("a chain of two legs, forward and back, from a pipe", async () => {
  const stage = await createTwoLegs();
  const bundlePath = await bundle(stage, stage.manifest("new", newManifest()));
  for (const name of ["rtos-1.5.0", "rtos-2.0.0", "gateway-2.0.0"]) {
    rmSync(join(stage.system.folder, "manifests", `${name}.mender`));
  }
  writeFileSync(stage.system.instance("R456", "2.0.0.REFUSED"), "");
  const back = await stage.install("-", { stdin: piped(bundlePath) });
  expect(back).toMatchObject({ exitCode: 1, outcome: "rolledBack" });
  expect([stage.versions(), stored(stage)]).toEqual([FIRST, []]);
  rmSync(stage.system.instance("R456", "2.0.0.REFUSED"));
  expect(await stage.install("-", { stdin: piped(bundlePath) })).toMatchObject({ exitCode: 0, outcome: "done" });
  expect([stage.versions(), stored(stage)]).toEqual([LAST, []]);
});

test.each<[string, string | undefined]>([
  ["a file", undefined],
  ["a pipe", "PLAN_NO_WAY_BACK"],
])("what a bundle from %s has installed a later chain goes back with, if it is still there", async (from, lost) => {
  const stage = createStage(OLD_BOARDS, { isQuick: true });
  for (const version of ["1.0.0", "2.0.0"]) await stage.artifact("gateway", version);
  for (const version of ["1.0.0", "1.5.0", "2.0.0"]) await stage.artifact("rtos", version);
  const old = await bundle(stage, stage.manifest("old", OLD_MANIFEST), "old");
  const next = await bundle(stage, stage.manifest("new", newManifest()), "new");
  rmSync(join(stage.system.folder, "manifests"), { recursive: true });
  await (from === "a file" ? stage.install(old) : stage.install("-", { stdin: piped(old) }));
  const { answer } = await stage.plan(next);
  expect(answer.warnings.map(({ code }) => code)).toEqual(lost === undefined ? [] : [lost]);
  if (lost !== undefined) return;
  writeFileSync(stage.system.instance("R456", "2.0.0.REFUSED"), "");
  expect(await stage.install(next)).toMatchObject({ exitCode: 1, chainEnd: { kind: "start" } });
  expect(stage.versions()).toEqual(FIRST);
});

requirePrograms(["mount", "umount"], { package: "mount", root: true })("a data store smaller than any artifact", () => {
  test.each(["a file", "a pipe"])("is large enough to install from %s", async (from) => {
    const { stage, bundlePath } = await createBundled({ gateway: 5 * MIB, radio: 5 * MIB });
    const store = join(stage.system.folder, "store");
    const topology = readFileSync(join(store, "topology.yaml"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2M", "tmpfs", store]);
    try {
      writeFileSync(join(store, "topology.yaml"), topology);
      const given = from === "a file" ? stage.install(bundlePath) : stage.install("-", { stdin: piped(bundlePath) });
      expect(await given).toMatchObject({ exitCode: 0 });
      expect(got(stage)).toMatchObject({ G1: 5 * MIB, R1: 5 * MIB });
    } finally {
      execFileSync("umount", ["-l", store]);
    }
  });
});
