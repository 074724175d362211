// Files that a deployment takes along: there when its folder is, and gone when they are released, whatever crashes in between.

import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatastore } from "../../src/datastore/index.js";
import type { Plan } from "../../src/model/index.js";
import { temporaryFolder } from "../support/index.js";
import { WORLD } from "./world.js";

const PLAN: Plan = { manifestName: "m", groups: [], skipped: [] };
const STARTED = { manifestName: "m", manifestDigest: "d", programVersion: "0" };

function createStore() {
  const folder = temporaryFolder();
  const artifact = join(folder, "a.mender");
  writeFileSync(artifact, "content");
  const { deployments } = openDatastore(join(folder, "store"), WORLD);
  const root = join(folder, "store", "systems", "default", "deployments");
  const begin = (takesKept = true) =>
    deployments.create({
      plan: PLAN,
      documents: [{ fileName: "chain.json", text: "{}" }],
      started: STARTED,
      takesKept,
    });
  return { folder, root, artifact, deployments, begin };
}

describe("files that are kept with a deployment", () => {
  it("are in its folder, and stay when the deployment ends and when the original is gone", async () => {
    const { deployments, artifact, begin } = createStore();
    await deployments.keep([{ fileName: "x.mender", path: artifact }]);
    const deployment = begin();
    const kept = join(deployments.keptFolder(deployment.id), "x.mender");
    expect(readFileSync(kept, "utf8")).toBe("content");
    await deployments.finish(deployment);
    expect(existsSync(kept)).toBe(true);
    await deployments.release(deployment.id);
    expect([existsSync(kept), existsSync(artifact)]).toEqual([false, true]);
    await deployments.release(deployment.id);
  });

  it("are what a link leads to, not the link", async () => {
    const { deployments, folder, artifact, begin } = createStore();
    const link = join(folder, "link.mender");
    symlinkSync(artifact, link);
    await deployments.keep([{ fileName: "x.mender", path: link }]);
    const { id } = begin();
    writeFileSync(`${artifact}.new`, "other");
    expect(readFileSync(join(deployments.keptFolder(id), "x.mender"), "utf8")).toBe("content");
  });

  it("are none where one of them is missing", async () => {
    const { deployments, root, folder, artifact } = createStore();
    const files = [
      { fileName: "x", path: artifact },
      { fileName: "y", path: join(folder, "nothing") },
    ];
    await expect(deployments.keep(files)).rejects.toMatchObject({ code: "DATASTORE_UNWRITABLE" });
    expect(readdirSync(root)).toEqual([]);
  });

  it("do not outlive a crash before their deployment was made, nor one before they were released", async () => {
    const { deployments, artifact, root, begin } = createStore();
    await deployments.keep([{ fileName: "x", path: artifact }]);
    await deployments.keep([{ fileName: "y", path: artifact }]);
    const { id } = begin();
    expect(readdirSync(deployments.keptFolder(id))).toEqual(["y"]);
    await deployments.keep([{ fileName: "z", path: artifact }]);
    await deployments.prune(() => true);
    expect(readdirSync(root)).toEqual(["000001"]);
    expect(readdirSync(join(root, "000001")).sort()).toEqual(["chain.json", "journal", "plan.json"]);
  });

  it("are left alone by a deployment that has none", async () => {
    const { deployments, artifact, begin } = createStore();
    await deployments.keep([{ fileName: "x", path: artifact }]);
    expect(existsSync(deployments.keptFolder(begin(false).id))).toBe(false);
  });
});

describe("a document of a deployment", () => {
  it("is read as it was written", () => {
    const { deployments, begin } = createStore();
    const { id } = begin(false);
    expect(deployments.readDocument(id, "chain.json").text).toBe("{}");
  });

  it("is damage where it is missing", () => {
    const { deployments, begin } = createStore();
    const { id } = begin(false);
    const read = () => deployments.readDocument(id, "other.json");
    expect(read).toThrow(expect.objectContaining({ code: "JOURNAL_DAMAGED" }));
  });
});
