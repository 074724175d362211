// Several systems of one data store: what is of one is never taken for another's.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  generateKeys,
  listHistory,
  readStatus,
  resumeDeployment,
  rollbackDeployment,
  rollbackTo,
  showDeployment,
} from "../../../src/app/index.js";
import { deploymentName, reportOf } from "../../../src/model/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { STILL } from "../constrained/stage.js";
import { createSite, left, type Site, SYSTEMS, underHeldLock } from "./site.js";

const RUN = { id: "r1", source: "git-modules" } as const;

async function names(site: Site, system?: string): Promise<readonly string[]> {
  return (await listHistory(site.context(system))).map(deploymentName);
}

requirePrograms(["tar"])("rollback points of systems with the same numbers", () => {
  test("are of the one that captured them", async () => {
    const site = await createSite();
    for (const type of ["alpha", "beta"] as const) {
      site.write(type, `of ${type}`);
      await site.install(type, "2");
      site.write(type, "used");
      await site.install(type, "3");
      site.write(type, "used since");
    }
    const { stage, context } = site;
    expect(await rollbackTo(context(), { ...STILL, deploymentId: "module.beta/2" }, site.live())).toMatchObject({
      outcome: "done",
      deploymentId: "3",
    });
    expect([site.data("alpha"), site.data("beta")]).toEqual(["used since", "used"]);
    expect(stage.versions()).toEqual({ A1: "3", B1: "2", G1: "1" });
  });

  test("are removed by the one that captured them, and by no other", async () => {
    const site = await createSite();
    const pruned: unknown[] = [];
    for (const type of ["alpha", "beta"] as const) {
      const context = site.context(SYSTEMS[type]);
      const prune = async (keep: unknown) => void pruned.push(keep);
      const wire = { ...context.wire, rollbackPoints: { ...context.wire.rollbackPoints, prune } };
      await site.install(type, "2", { context: { ...context, wire } });
    }
    const store = join(site.stage.system.folder, "store");
    expect(pruned).toEqual([
      { system: store, deploymentIds: ["1"] },
      { system: join(store, "systems", "module.beta"), deploymentIds: ["1"] },
    ]);
  });
});

test("a deployment of another system is known by its name everywhere", async () => {
  const site = await createSite();
  await site.install("alpha", "2");
  await site.install("beta", "2");
  await site.install("beta", "3");
  expect(await names(site)).toEqual(["module.beta/2", "module.beta/1", "1"]);
  expect(await names(site, "module.beta")).toEqual(["module.beta/2", "module.beta/1"]);
  expect(await names(site, "default")).toEqual(["1"]);
  const shown = await showDeployment(site.context(), "module.beta/2");
  expect(reportOf(shown.plan, shown.records)).toMatchObject({ id: "module.beta/2", system: "module.beta" });
  expect(await showDeployment(site.context("module.beta"), "2")).toEqual(shown);
  expect(await showDeployment(site.context(), "default/1")).toEqual(await showDeployment(site.context(), "1"));
  expect(await readStatus(site.context("module.beta"))).toMatchObject({ active: { deploymentId: "module.beta/2" } });
});

test.each([
  [undefined, "module.none/1", "DEPLOYMENT_UNKNOWN"],
  [undefined, "../default/1", "SYSTEM_NAME_INVALID"],
  [undefined, "/1", "SYSTEM_NAME_INVALID"],
  [undefined, "module.beta/", "DEPLOYMENT_UNKNOWN"],
  ["module.gamma", "module.beta/1", "ARGUMENT_INVALID"],
])("of %s there is no %s", async (system, name, code) => {
  const site = await createSite();
  await expect(showDeployment(site.context(system), name)).rejects.toMatchObject({ code });
});

test("the default system's manifest stays the active one, whatever else is installed", async () => {
  const site = await createSite();
  await site.install("alpha", "2");
  await site.install("beta", "2");
  expect(await readStatus(site.context())).toMatchObject({ active: { deploymentId: "1", manifestName: "alpha-2" } });
});

test("whoever holds the lock runs several systems at once, and nobody else runs any", async () => {
  const site = await createSite();
  const lock = await site.context().wire.datastore.lock();
  const running = (["beta", "gamma"] as const).map((type) =>
    site.install(type, "2", { context: underHeldLock(site, type), options: { run: RUN } }),
  );
  await expect(site.install("alpha", "2")).rejects.toMatchObject({ code: "DATASTORE_LOCKED" });
  expect(await Promise.all(running)).toMatchObject([{ outcome: "done" }, { outcome: "done" }]);
  await expect(site.install("beta", "3")).rejects.toMatchObject({ code: "DATASTORE_LOCKED" });
  lock.release();
  expect(site.stage.versions()).toEqual({ A1: "1", B1: "2", G1: "2" });
  const runs = (await listHistory(site.context())).map(({ plan, records }) => reportOf(plan, records).run);
  expect(runs).toEqual([RUN, RUN]);
});

test("a cancel that they share brings all of them back", async () => {
  const site = await createSite();
  const cancelling = new AbortController();
  const live = {
    cancelSignal: cancelling.signal,
    observer: {
      progressed: () => undefined,
      recorded: ({ record }: Parameters<ReturnType<Site["live"]>["observer"]["recorded"]>[0]) => {
        if (record.type === "callSpawned" && record.call === "ArtifactInstall") cancelling.abort();
      },
    },
  };
  const running = (["beta", "gamma"] as const).map((type) =>
    site.install(type, "2", { context: underHeldLock(site, type), live }),
  );
  const results = await Promise.allSettled(running);
  expect(site.stage.versions()).toEqual({ A1: "1", B1: "1", G1: "1" });
  expect([site.data("beta"), site.data("gamma")]).toEqual(["as delivered", "as delivered"]);
  // One that had not begun yet has nothing to bring back.
  for (const result of results) {
    if (result.status === "fulfilled") expect(result.value).toMatchObject({ outcome: "rolledBack", exitCode: 130 });
    else expect(result.reason).toMatchObject({ code: "CANCELLED" });
  }
  expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
});

test("what another one has in progress keeps nobody from installing, and is named where somebody looks for it", async () => {
  const site = await createSite();
  expect(await site.install("beta", "2", { live: left() })).toMatchObject({ outcome: "left" });
  expect(await site.install("alpha", "2")).toMatchObject({ outcome: "done" });
  await expect(rollbackDeployment(site.context(), STILL, site.live())).rejects.toMatchObject({
    code: "NOTHING_IN_PROGRESS",
    message: "there is nothing to roll back: no deployment is in progress, but in module.beta",
    hint: expect.stringContaining("orchestrator rollback --system module.beta"),
  });
  expect(await readStatus(site.context())).toMatchObject({ others: [{ kind: "inProgress", system: "module.beta" }] });
  expect(await readStatus(site.context("default"))).not.toHaveProperty("others");
  await expect(site.install("beta", "3")).rejects.toMatchObject({
    code: "DEPLOYMENT_IN_PROGRESS",
    message: expect.stringContaining("deployment module.beta/1 "),
  });
  expect(await rollbackDeployment(site.context("module.beta"), STILL, site.live())).toMatchObject({ exitCode: 0 });
  expect(await readStatus(site.context())).not.toHaveProperty("others");
});

test("one that ended inconsistent is named until it has succeeded again", async () => {
  const site = await createSite();
  for (const state of ["ArtifactCommit", "ArtifactRollback"]) site.stage.fail("B1", state);
  expect(await site.install("beta", "2")).toMatchObject({ outcome: "inconsistent" });
  expect(await readStatus(site.context())).toMatchObject({ others: [{ kind: "inconsistent", system: "module.beta" }] });
  for (const state of ["ArtifactCommit", "ArtifactRollback"]) site.stage.fail("B1", state, false);
  await site.install("beta", "3");
  expect(await readStatus(site.context())).not.toHaveProperty("others");
});

test("one that cannot be read hides no other", async () => {
  const site = await createSite();
  await site.install("alpha", "2");
  await site.install("beta", "2");
  const journal = join(site.stage.system.folder, "store/systems/module.beta/deployments/000001/journal");
  writeFileSync(journal, "damaged\n");
  expect(await names(site)).toEqual(["1"]);
  expect(await readStatus(site.context())).toMatchObject({
    active: { manifestName: "alpha-2" },
    others: [{ kind: "unreadable", system: "module.beta" }],
  });
});

test("what the program made itself needs no signature, now, in a resume and on the way back; anything else does", async () => {
  const { publicPath } = await generateKeys({ name: join(temporaryFolder(), "key"), type: "ed25519" });
  const site = await createSite({ ArtifactVerifyKey: publicPath, ManifestVerifyKeys: [publicPath] });
  const options = { run: RUN };
  await expect(site.install("beta", "2")).rejects.toThrow();
  expect(await site.install("beta", "2", { options })).toMatchObject({ outcome: "done" });
  expect(await site.install("beta", "3", { options, live: left() })).toMatchObject({ outcome: "left" });
  expect(await resumeDeployment(site.context("module.beta"), STILL, site.live())).toMatchObject({ outcome: "done" });
  const back = await rollbackTo(site.context(), { ...STILL, deploymentId: "module.beta/2" }, site.live());
  expect(back).toMatchObject({ outcome: "done" });
  expect(site.stage.versions()).toEqual({ A1: "1", B1: "2", G1: "1" });
});
