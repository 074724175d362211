// A way back that does not get through: what is said of where the system rests, and how it is tried again.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BETWEEN, createTwoLegs, newManifest, START, unsafe } from "./two-legs.js";

it("is tried again by rollback, not by resume, with the artifacts that were kept for it", async () => {
  const stage = await createTwoLegs();
  const folder = join(stage.system.folder, "store", "systems", "default", "deployments", "000002");
  const result = await stage.install(
    stage.manifest("new", newManifest()),
    {},
    {
      started: (id) => {
        if (id === "3") stage.fail("R456", "Download");
        if (id === "4") stage.fail("G13", "Download");
      },
    },
  );
  expect(result).toMatchObject({
    exitCode: 3,
    outcome: "resting",
    chainEnd: { kind: "resting", again: { kind: "leg" } },
  });
  expect(await stage.status()).toMatchObject({ resting: { deploymentId: "4", canTryAgain: true } });
  expect([stage.versions(), readdirSync(join(folder, "kept")).length]).toEqual([BETWEEN, 2]);
  await expect(stage.resume()).rejects.toMatchObject({ code: "NOTHING_IN_PROGRESS" });
  expect(await stage.rollback()).toMatchObject({ exitCode: 3, outcome: "resting" });
  for (const id of ["R456", "G13"]) stage.fail(id, "Download", false);
  expect(await stage.rollback()).toMatchObject({ exitCode: 0, outcome: "rolledBack", chainEnd: { kind: "start" } });
  expect([stage.versions(), unsafe(stage.seen), readdirSync(folder).includes("kept")]).toEqual([START, [], false]);
  const status = await stage.status();
  expect(status).toMatchObject({
    active: { manifestName: "system-1" },
    systemVersion: { kind: "named", name: "first" },
  });
  expect(status.resting).toBeUndefined();
  await expect(stage.rollback()).rejects.toMatchObject({ code: "NOTHING_IN_PROGRESS" });
});

it("does not claim that the system rests where it was planned when others have changed it", async () => {
  const stage = await createTwoLegs();
  const change = () => writeFileSync(stage.system.instance("R456", "Provides"), "version=1.0.0\n");
  const result = await stage.install(
    stage.manifest("new", newManifest()),
    {},
    { started: (id) => (id === "3" ? change() : undefined) },
  );
  const rest = { isEndState: false, changed: [{ component: "rtos.R456", version: "1.0.0" }] };
  expect(result).toMatchObject({ exitCode: 3, outcome: "resting", chainEnd: { rest } });
  expect(await stage.status()).toMatchObject({ resting: rest });
});

it("gives the system no name where a deployment that was rolled back has found a component changed", async () => {
  const stage = await createTwoLegs();
  const change = () => writeFileSync(stage.system.instance("G13", "Provides"), "version=2.0.0\n");
  const live = { started: (id: string) => (id === "2" ? change() : undefined) };
  expect(await stage.install(stage.manifest("new", newManifest()), {}, live)).toMatchObject({ outcome: "rolledBack" });
  expect((await stage.status()).systemVersion).toBeUndefined();
});
