// The folders of deployments: numbered when complete, readable while they are written, never half there.

import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDeployments } from "../../src/datastore/deployments.js";
import type { Plan } from "../../src/model/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { WORLD, warnings } from "./world.js";

const PLAN: Plan = { manifestName: "v1", groups: [], skipped: [] };
const NEW = {
  plan: PLAN,
  documents: [{ fileName: "manifest.yaml", text: "kind: manifest\n" }],
  started: { manifestName: "v1", manifestDigest: "d", programVersion: "0" },
};

function open(root: string) {
  return openDeployments(root, WORLD);
}

describe("deployments", () => {
  it("are numbered from 1 and keep their documents, plan and journal", () => {
    const root = temporaryFolder();
    const deployments = open(root);
    expect(deployments.ids()).toEqual([]);
    const first = deployments.create(NEW);
    const second = deployments.create(NEW);
    expect([first.id, second.id]).toEqual(["1", "2"]);
    expect(deployments.ids()).toEqual(["2", "1"]);
    expect(deployments.read("1").plan).toEqual(PLAN);
    expect(first.journal.records.map(({ record }) => record.type)).toEqual(["deploymentStarted"]);
    expect(readFileSync(join(root, "deployments/000001/manifest.yaml"), "utf8")).toBe("kind: manifest\n");
  });

  it("read on after more was appended, also by another reader and after a torn end", () => {
    const root = temporaryFolder();
    const { id, journal } = open(root).create(NEW);
    journal.append({ type: "runStopped", reason: "signal" });
    expect(open(root).read(id).records).toHaveLength(2);
    journal.close();
    appendFileSync(join(root, "deployments/000001/journal"), "torn");
    const reopened = open(root).open(id);
    expect(reopened.journal.records).toHaveLength(2);
    reopened.journal.append({ type: "runStopped", reason: "signal" });
    expect(open(root).read(id).records).toHaveLength(3);
  });

  it("remove what a crash left of one that was being made", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "deployments/new"), { recursive: true });
    writeFileSync(join(root, "deployments/new/plan.json"), "half");
    const deployments = open(root);
    expect(deployments.ids()).toEqual([]);
    expect(deployments.create(NEW).id).toBe("1");
    expect(existsSync(join(root, "deployments/new"))).toBe(false);
  });

  it("keep room for the way back until they are finished", async () => {
    const root = temporaryFolder();
    const deployments = open(root);
    const deployment = deployments.create(NEW);
    const reserve = join(root, "deployments/000001/journal.reserve");
    expect(statSync(reserve).blocks * 512).toBeGreaterThanOrEqual(64 * 1024);
    await deployments.finish(deployment);
    expect(existsSync(reserve)).toBe(false);
  });

  it("refuse a plan that is not the one the journal began with", () => {
    const root = temporaryFolder();
    const { id } = open(root).create(NEW);
    writeFileSync(join(root, "deployments/000001/plan.json"), '{"manifestName":"v9","groups":[],"skipped":[]}');
    expect(() => open(root).read(id)).toThrow(expect.objectContaining({ code: "JOURNAL_DAMAGED" }));
    expect(() => open(root).open(id)).toThrow(expect.objectContaining({ code: "JOURNAL_DAMAGED" }));
  });

  it.each(["7", "x", "../1", ""])("know no deployment %j", (id) => {
    const deployments = open(temporaryFolder());
    expect(() => deployments.read(id)).toThrow(expect.objectContaining({ code: "DEPLOYMENT_UNKNOWN" }));
  });

  it("forget what is not to be kept, and what a crash in the middle of forgetting left", async () => {
    const root = temporaryFolder();
    const deployments = open(root);
    for (let made = 0; made < 3; made += 1) await deployments.finish(deployments.create(NEW));
    mkdirSync(join(root, "deployments/old/work"), { recursive: true });
    await deployments.prune((id) => id !== "2");
    expect(deployments.ids()).toEqual(["3", "1"]);
    expect(existsSync(join(root, "deployments/old"))).toBe(false);
  });

  it.each(["plan.json", "journal"])("are damaged, not unknown, when %s is missing", (name) => {
    const root = temporaryFolder();
    const { id } = open(root).create(NEW);
    rmSync(join(root, "deployments/000001", name));
    const damaged = expect.objectContaining({
      code: "JOURNAL_DAMAGED",
      message: `${name} is missing in ${root}/deployments/000001`,
    });
    expect(() => open(root).read(id)).toThrow(damaged);
    expect(() => open(root).open(id)).toThrow(damaged);
  });

  it("are unreadable, not none, where their folder is not one", () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "deployments"), "");
    expect(() => open(root).ids()).toThrow(expect.objectContaining({ code: "DATASTORE_UNREADABLE" }));
  });
});

requirePrograms(["mount", "umount"], { package: "mount", root: true })(
  "something that an interface left mounted",
  () => {
    it("is not emptied, neither at the end of the deployment nor when it is forgotten", async () => {
      const root = temporaryFolder();
      const deployments = open(root);
      const deployment = deployments.create(NEW);
      const mounted = join(deployment.workRoot, "gateway.G13", "tmp");
      mkdirSync(mounted, { recursive: true });
      execFileSync("mount", ["-t", "tmpfs", "tmpfs", mounted]);
      try {
        writeFileSync(join(mounted, "precious"), "");
        await deployments.finish(deployment);
        await deployments.prune(() => false);
        expect(existsSync(join(mounted, "precious"))).toBe(true);
        expect(deployments.ids()).toEqual(["1"]);
        expect(warnings).toHaveLength(2);
      } finally {
        execFileSync("umount", ["-l", mounted]);
      }
      await deployments.prune(() => false);
      expect(deployments.ids()).toEqual([]);
    });
  },
);
