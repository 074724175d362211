// `resume` of everything: every system that was interrupted is brought to its end, whatever becomes of the others.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Live, type ResumedSystem, resumeSystems } from "../../../src/app/index.js";
import { STILL } from "../constrained/stage.js";
import { createSite, left, type Site, SYSTEMS, type Type } from "./site.js";

async function interrupted(...types: readonly Type[]): Promise<Site> {
  const site = await createSite();
  for (const type of types) await site.install(type, "2", { live: left() });
  return site;
}

async function resume(site: Site, live: Partial<Live> = {}): Promise<readonly unknown[]> {
  return (await resumeSystems(site.context(), STILL, site.live(live))).map(ended);
}

function ended(resumed: ResumedSystem): readonly string[] {
  const { kind, system } = resumed;
  if (kind === "waiting") return [system, kind];
  return [system, kind === "ran" ? resumed.result.outcome : resumed.error.code];
}

test("brings all of them on, the default one first, and then there is nothing left", async () => {
  const site = await interrupted("gamma", "alpha", "beta");
  const started: string[] = [];
  expect(await resume(site, { started: (name) => void started.push(name) })).toEqual([
    ["default", "done"],
    ["module.beta", "done"],
    ["module.gamma", "done"],
  ]);
  expect(started).toEqual(["1", "module.beta/1", "module.gamma/1"]);
  expect(site.stage.versions()).toEqual({ A1: "2", B1: "2", G1: "2" });
  await expect(resume(site)).rejects.toMatchObject({ code: "NOTHING_IN_PROGRESS" });
});

test("leaves a system alone in which nothing is in progress", async () => {
  const site = await interrupted("beta");
  await site.install("alpha", "2");
  expect(await resume(site)).toEqual([["module.beta", "done"]]);
});

test("goes on with the others where one fails, and where one cannot be read", async () => {
  const site = await interrupted("alpha", "beta", "gamma");
  site.stage.fail("A1", "ArtifactInstall");
  const folder = join(site.stage.system.folder, "store", "systems", SYSTEMS.beta, "deployments", "000001");
  writeFileSync(join(folder, "journal"), "damaged\n");
  expect(await resume(site)).toEqual([
    ["default", "rolledBack"],
    ["module.beta", "JOURNAL_DAMAGED"],
    ["module.gamma", "done"],
  ]);
  expect(site.stage.versions()).toEqual({ A1: "1", B1: "1", G1: "2" });
});

test.each(["cancelSignal", "leaveSignal"] as const)(
  "begins no other one after a %s, and finds it the next time",
  async (name) => {
    const site = await interrupted("alpha", "beta");
    const ending = new AbortController();
    const outcome = name === "cancelSignal" ? "rolledBack" : "left";
    const live = { [name]: ending.signal, started: () => ending.abort() };
    expect(await resume(site, live)).toEqual([
      ["default", outcome],
      ["module.beta", "waiting"],
    ]);
    expect(site.stage.versions()).toMatchObject({ B1: "1" });
    expect((await resume(site)).at(-1)).toEqual(["module.beta", "done"]);
  },
);

test("lets the others wait while the host reboots", async () => {
  const site = await createSite({}, { isQuick: false });
  writeFileSync(site.stage.system.instance("A1", "NeedsArtifactReboot"), "Automatic\n");
  await site.install("alpha", "2", { live: left() });
  await site.install("beta", "2", { live: left() });
  const resumed = await resumeSystems(site.context(), { ...STILL, exitOnReboot: true }, site.live());
  expect(resumed.map(ended)).toEqual([
    ["default", "hostReboot"],
    ["module.beta", "waiting"],
  ]);
  expect(await resume(site)).toEqual([
    ["default", "done"],
    ["module.beta", "done"],
  ]);
});

test("is refused while another process works on the data store", async () => {
  const site = await interrupted("beta");
  const lock = await site.context().wire.datastore.lock();
  await expect(resume(site)).rejects.toMatchObject({ code: "DATASTORE_LOCKED" });
  lock.release();
});
