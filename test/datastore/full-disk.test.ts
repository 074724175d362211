// A disk that becomes full: refused before anything is begun, or there is still room to journal the way back. On a real
// file system of a few hundred kilobytes.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDeployments } from "../../src/datastore/deployments.js";
import type { Plan } from "../../src/model/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { WORLD } from "./world.js";

const PLAN: Plan = { manifestName: "v1", groups: [], skipped: [] };
const NEW = {
  plan: PLAN,
  documents: [],
  started: { manifestName: "v1", manifestDigest: "d", programVersion: "0" },
};

const mounted: string[] = [];

function smallDisk(sizeKibibytes: number): string {
  const folder = join(temporaryFolder(), "disk");
  mkdirSync(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKibibytes}k`, "tmpfs", folder]);
  mounted.push(folder);
  return folder;
}

function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, "filler"), Buffer.alloc(bavail * bsize));
}

afterAll(() => {
  for (const folder of mounted) execFileSync("umount", ["-l", folder]);
});

requirePrograms(["mount", "umount"], { package: "mount", root: true })("a full disk", () => {
  it("is refused before anything is begun", () => {
    const disk = smallDisk(256);
    fill(disk);
    const deployments = openDeployments(disk, WORLD);
    expect(() => deployments.create(NEW)).toThrow(expect.objectContaining({ code: "DATASTORE_FULL" }));
  });

  it("leaves the journal room to go on, says so, and drops nothing", () => {
    const disk = smallDisk(512);
    const { journal, id } = openDeployments(disk, WORLD).create(NEW);
    fill(disk);
    expect(journal.isOnReserve).toBe(false);
    for (let written = 0; written < 300; written += 1) journal.append({ type: "runStopped", reason: "signal" });
    expect(journal.isOnReserve).toBe(true);
    expect(openDeployments(disk, WORLD).read(id).records).toHaveLength(301);
    journal.close();
  });

  it("ends in an error that keeps every record, when even the reserve is used up", () => {
    const disk = smallDisk(512);
    const deployments = openDeployments(disk, WORLD);
    const { journal, id } = deployments.create(NEW);
    fill(disk);
    let written = 0;
    const writeOn = (): void => {
      for (;;) {
        journal.append({ type: "runStopped", reason: "signal" });
        written += 1;
      }
    };
    expect(writeOn).toThrow(expect.objectContaining({ code: "JOURNAL_UNWRITABLE" }));
    expect(deployments.read(id).records).toHaveLength(1 + written);
    journal.close();
    rmSync(join(disk, "filler"));
    const reopened = deployments.open(id);
    expect(reopened.journal.records).toHaveLength(1 + written);
    reopened.journal.close();
    expect(readdirSync(join(disk, "deployments"))).toEqual(["000001"]);
  });
});
