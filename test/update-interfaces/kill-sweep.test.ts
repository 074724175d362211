// A SIGKILL before every call of a tool that changes anything, in an update and in its rollback. Whatever was reached,
// the component is wholly old or wholly new, and ArtifactRollback, run (again) as the protocol has it, brings all of the
// old back, with nothing left over.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/index.js";
import { downloadVersion, type InterfaceName, makeSite, treeOf, updateTo, versionAt } from "./destination.js";
import { type KillingTools, makeKillingTools } from "./killing-tools.js";
import {
  downloadModule,
  installedVersion,
  type ModuleSite,
  makeModuleSite,
  scriptModule,
  writeTree,
} from "./module-site.js";
import { call, callAll, makeWorkDir, type Subject, shippedFolder } from "./script.js";

interface Scene {
  readonly subject: Subject;
  /** Puts the world back to before ArtifactInstall. */
  reset(): void;
  /** Throws unless the component is in one of the states a kill may leave. */
  expectWhole(): void;
  /** Throws unless everything is as before the update. */
  expectOld(): void;
}

/** Stops these states at one point after the other until they run through; returns the number of points. */
async function sweep(scene: Scene, kill: { readonly in: readonly string[]; readonly after: readonly string[] }) {
  const tools: KillingTools = makeKillingTools();
  for (let at = 1; ; at += 1) {
    scene.reset();
    await callAll(scene.subject, kill.after);
    const isThrough = await runUntilKilled({ ...scene.subject, environment: tools.environment(at) }, kill.in);
    scene.expectWhole();
    await callAll(scene.subject, ["ArtifactRollback", "ArtifactFailure", "Cleanup"]);
    scene.expectOld();
    if (isThrough) {
      expect(tools.counted()).toBe(at - 1);
      return at - 1;
    }
  }
}

async function runUntilKilled(subject: Subject, states: readonly string[]): Promise<boolean> {
  for (const state of states) {
    const { exitCode, stderr } = await call(subject, state);
    if (exitCode === null) return false;
    if (exitCode !== 0) throw new Error(`${state} exited ${exitCode}: ${stderr}`);
  }
  return true;
}

/** Keeps a folder's content and puts it back at the same path, since the work dir remembers absolute paths. */
function keep(folder: string): () => void {
  const copy = join(temporaryFolder(), "copy");
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return () => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(copy, folder, { recursive: true, verbatimSymlinks: true });
  };
}

const PLACES: readonly (readonly [kind: InterfaceName, what: string, allowed: readonly (string | undefined)[]])[] = [
  ["single-file", "nothing", [undefined, "v2"]],
  ["single-file", "an earlier version", ["v1", "v2"]],
  ["directory", "nothing", [undefined, "v2"]],
  ["directory", "an earlier version", ["v1", "v2"]],
  // Without an exchange of names there is a moment between two renames; the rollback is what is promised.
  ["directory", "a folder", ["v1", "v2", undefined]],
];

async function siteScene(kind: InterfaceName, what: string, allowed: readonly (string | undefined)[]): Promise<Scene> {
  const site = makeSite(kind);
  if (what === "an earlier version") await updateTo(site, "v1");
  if (what === "a folder") {
    mkdirSync(join(site.destination, "inner"), { recursive: true });
    writeFileSync(join(site.destination, "inner", "content"), "v1");
  }
  const before = treeOf(site.parent);
  await downloadVersion(site, "v2");
  return {
    subject: site,
    reset: keep(site.root),
    expectWhole: () => expect(allowed).toContain(versionAt(site)),
    expectOld: () => expect(treeOf(site.parent)).toEqual(before),
  };
}

async function moduleScene(what: string): Promise<Scene> {
  const site = makeModuleSite();
  mkdirSync(site.modules, { recursive: true });
  if (what === "an earlier version") writeTree(site.destination, scriptModule("1.0.0"));
  const before = treeOf(site.modules);
  await downloadModule(site, scriptModule("2.0.0"));
  return {
    subject: site,
    reset: keep(site.root),
    expectWhole: () =>
      expect(["2.0.0", what === "nothing" ? undefined : "1.0.0", undefined]).toContain(wholeVersion(site)),
    expectOld: () => expect(treeOf(site.modules)).toEqual(before),
  };
}

/** Of a module with all of its files. */
function wholeVersion(site: ModuleSite): string | undefined {
  const version = installedVersion(site);
  if (version !== undefined) expect(readdirSync(site.destination)).toHaveLength(2);
  return version;
}

function mockScene(): Scene {
  const root = temporaryFolder();
  const instance = join(root, "instances", "R1");
  mkdirSync(instance, { recursive: true });
  const provides = (artifactName: string, version: string) =>
    `device_type=rtos\nartifact_name=${artifactName}\nversion=${version}\n`;
  writeFileSync(join(instance, "Provides"), provides("v1", "v1"));
  const workDir = join(root, "work");
  const subject = { path: join(shippedFolder, "rtos"), workDir, args: ["rtos", "R1", `instances=${root}/instances`] };
  makeWorkDir(workDir, { name: "v2", provides: { version: "v2" } });
  const now = () => readFileSync(join(instance, "Provides"), "utf8");
  const whole = [provides("v1", "v1"), provides("v1", "v1->v2"), provides("v2", "v2")];
  return {
    subject,
    reset: keep(root),
    expectWhole: () => expect(whole).toContain(now()),
    expectOld: () => expect(now()).toBe(provides("v1", "v1")),
  };
}

const UPDATE = { in: ["ArtifactInstall", "ArtifactCommit"], after: [] };
const ROLLBACK = { in: ["ArtifactRollback"], after: ["ArtifactInstall", "ArtifactCommit"] };

describe.each([
  ["an update", UPDATE],
  ["a rollback", ROLLBACK],
])("killed in %s", (_, kill) => {
  test.each(PLACES)("%s where there was %s", { timeout: 300_000 }, async (kind, what, allowed) => {
    expect(await sweep(await siteScene(kind, what, allowed), kill)).toBeGreaterThan(2);
  });

  test.each(["nothing", "an earlier version"])(
    "directory-module where there was %s",
    { timeout: 300_000 },
    async (what) => {
      expect(await sweep(await moduleScene(what), kill)).toBeGreaterThan(2);
    },
  );

  test("rtos", { timeout: 300_000 }, async () => {
    expect(await sweep(mockScene(), kill)).toBeGreaterThan(1);
  });
});
