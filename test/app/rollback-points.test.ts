// Files that come back with the software, on a real disk: a system of two mock components, of which one has a rollback point, is
// updated, fails, and goes back to an earlier manifest. Every ArtifactInstall changes the data.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type AppContext, createContext, type Live, planReturn, rollbackTo } from "../../src/app/index.js";
import { plannedComponents, reportOf } from "../../src/model/index.js";
import { requirePrograms } from "../support/index.js";
import { createStage, type Stage } from "./constrained/stage.js";

const BOARDS = { app: { ids: ["A1"], version: "1.0.0" }, rtos: { ids: ["R456"], version: "1.0.0" } };
const STILL = { stopBefore: [], exitOnReboot: false } as const;

interface Site {
  readonly stage: Stage;
  readonly context: AppContext;
  /** What the app works with, by file name. */
  data(): Readonly<Record<string, string>>;
  write(text: string): void;
  install(version: string): ReturnType<Stage["install"]>;
  installPath(manifestPath: string): ReturnType<Stage["install"]>;
  rollbackTo(deploymentId: string): ReturnType<typeof rollbackTo>;
}

/** Versions 1, 2 and 3 of everything, none of them installed. */
async function createSite(configuration: object = {}): Promise<Site> {
  const stage = createStage(BOARDS, { isQuick: true });
  writeFileSync(join(stage.system.folder, "conf", "mender-orchestrator.conf"), JSON.stringify(configuration));
  const folder = join(stage.system.folder, "etc");
  mkdirSync(folder);
  const manifests = new Map<string, string>();
  for (const version of ["1.0.1", "2.0.0", "3.0.0"]) {
    for (const type of Object.keys(BOARDS)) await stage.artifact(type, version);
    manifests.set(version, stage.manifest(`system-${version}`, manifestOf(version, folder)));
  }
  const data = () => Object.fromEntries(readdirSync(folder).map((name) => [name, read(join(folder, name))]));
  const write = (text: string) => writeFileSync(join(folder, "app.conf"), text);
  const nothing = () => undefined;
  let installs = 0;
  const live: Pick<Live, "observer"> = {
    observer: {
      progressed: nothing,
      recorded: ({ record }) => {
        if (record.type !== "callSpawned" || record.component !== "app.A1" || record.call !== "ArtifactInstall") return;
        installs += 1;
        write(`migrated by install ${installs}`);
        writeFileSync(join(folder, `new-${installs}`), "");
      },
    },
  };
  const signals = { cancelSignal: new AbortController().signal, leaveSignal: new AbortController().signal };
  const context = contextOf(stage);
  write("as delivered");
  return {
    ...{ stage, context, data, write },
    install: (version) => stage.install(manifests.get(version) ?? "", {}, live),
    installPath: (path) => stage.install(path, {}, live),
    rollbackTo: (deploymentId) =>
      rollbackTo(context, { ...STILL, deploymentId }, { planned: nothing, started: nothing, ...signals, ...live }),
  };
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}

function contextOf({ system }: Stage): AppContext {
  const nothing = () => undefined;
  const log = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };
  const names = { programName: "orchestrator", programVersion: "0" };
  return createContext({ ...names, environment: system.environment, options: {}, log });
}

function manifestOf(version: string, folder: string): string {
  return `api_version: mender/v1
kind: manifest
name: system-${version}
system_types_compatible: [demo]
component_types:
  app:
    artifact_path: app-${version}.mender
    rollback_point: { files: [${folder}] }
    update_strategy: { order: 1 }
  rtos: { artifact_path: rtos-${version}.mender, update_strategy: { order: 2 } }
`;
}

/** Migrated and used: what a way back to before the second deployment loses. */
async function createUsedSite(configuration: object = {}): Promise<Site> {
  const site = await createSite(configuration);
  await site.install("1.0.1");
  site.write("used with 1.0.1");
  await site.install("2.0.0");
  site.write("used with 2.0.0");
  return site;
}

const BEFORE_SECOND = { "app.conf": "used with 1.0.1", "new-1": "" };
const AFTER_SECOND = { "app.conf": "used with 2.0.0", "new-1": "", "new-2": "" };
const AT_1 = { A1: "1.0.1", R456: "1.0.1" };
const AT_2 = { A1: "2.0.0", R456: "2.0.0" };

requirePrograms(["tar"])("files with a rollback point", () => {
  test("come back when another component fails in its commit, and what is new goes", async () => {
    const { stage, data, install } = await createSite();
    stage.fail("R456", "ArtifactCommit");
    const { outcome, plan, records } = await install("2.0.0");
    expect(outcome).toBe("rolledBack");
    expect(stage.versions()).toEqual({ A1: "1.0.0", R456: "1.0.0" });
    expect(data()).toEqual({ "app.conf": "as delivered" });
    const calls = plan && reportOf(plan, records).components[0]?.pointCalls;
    expect(calls?.map(({ call, status }) => `${call} ${status}`)).toEqual(["capture succeeded", "restore succeeded"]);
    expect(new Set(calls?.map(({ pointId }) => pointId)).size).toBe(1);
  });

  test("fail the update where they cannot be captured: the interface hears of nothing", async () => {
    const { stage, install } = await createSite();
    const backups = stage.system.environment["MENDER_ORCHESTRATOR_BACKUPS_DIR"] ?? "";
    writeFileSync(backups, "not a folder");
    const { outcome, plan, records } = await install("2.0.0");
    expect(outcome).toBe("rolledBack");
    expect(plan && reportOf(plan, records).cause).toMatchObject({ failure: { reason: "capture", hint: /./ } });
    expect(records.some(({ record }) => record.type === "callSpawned" && record.call === "ArtifactInstall")).toBe(
      false,
    );
    expect(stage.versions()).toEqual({ A1: "1.0.0", R456: "1.0.0" });
  });
});

requirePrograms(["tar"])("rollback --to", () => {
  test("brings the earlier manifest back, with the data that was captured then; and can itself be undone", async () => {
    const site = await createUsedSite();
    const planned = await planReturn(site.context, "2");
    expect(planned.overwritten.map(({ component }) => component)).toEqual(["app.A1"]);
    expect(planned.legs.flatMap(plannedComponents).map(({ key, restores }) => [key, restores])).toEqual([
      ["app.A1", { deploymentId: "2" }],
      ["rtos.R456", undefined],
    ]);
    expect(await site.rollbackTo("2")).toMatchObject({ outcome: "done", deploymentId: "3" });
    expect(site.stage.versions()).toEqual(AT_1);
    expect(site.data()).toEqual(BEFORE_SECOND);
    expect((await site.stage.status()).active).toEqual({ deploymentId: "3", manifestName: "system-1.0.1" });
    expect(await site.rollbackTo("3")).toMatchObject({ outcome: "done" });
    expect(site.stage.versions()).toEqual(AT_2);
    expect(site.data()).toEqual(AFTER_SECOND);
  });

  test("over several deployments, to the earliest capture since", async () => {
    const site = await createUsedSite();
    await site.install("3.0.0");
    expect(await site.rollbackTo("2")).toMatchObject({ outcome: "done" });
    expect(site.stage.versions()).toEqual(AT_1);
    expect(site.data()).toEqual(BEFORE_SECOND);
  });

  test("that fails leaves everything as it was, the newer data included", async () => {
    const site = await createUsedSite();
    site.stage.fail("R456", "ArtifactCommit");
    expect(await site.rollbackTo("2")).toMatchObject({ outcome: "rolledBack" });
    expect(site.stage.versions()).toEqual(AT_2);
    expect(site.data()).toEqual(AFTER_SECOND);
  });

  test.each(["links", "copies"])("needs no artifact where it was, with KeepArtifacts %s", async (KeepArtifacts) => {
    const site = await createUsedSite({ KeepArtifacts });
    const { stage } = site;
    for (const name of ["app-1.0.1", "rtos-1.0.1"]) swapped(artifactOf(stage, name), artifactOf(stage, "app-3.0.0"));
    for (const name of ["app-2.0.0", "rtos-2.0.0"]) rmSync(artifactOf(stage, name));
    expect(await site.rollbackTo("2")).toMatchObject({ outcome: "done" });
    expect(await site.rollbackTo("3")).toMatchObject({ outcome: "done" });
    expect(stage.versions()).toEqual(AT_2);
    expect(kept(stage)).toHaveLength(4);
  });

  test("will miss an artifact that is gone and not kept, and plan says so before", async () => {
    const site = await createUsedSite({ KeepArtifacts: "never" });
    const path = site.stage.manifest("system-3.0.0", manifestOf("3.0.0", join(site.stage.system.folder, "etc")));
    expect((await site.stage.plan(path)).warnings).toEqual([]);
    rmSync(artifactOf(site.stage, "app-2.0.0"));
    const { warnings } = await site.stage.plan(path);
    expect(warnings).toMatchObject([{ code: "ARTIFACT_NOT_FOUND", message: expect.stringContaining("app-2.0.0") }]);
  });

  test("keeps what the active manifest and the one before it need, and nothing else", async () => {
    const site = await createUsedSite();
    await site.install("3.0.0");
    expect(kept(site.stage)).toHaveLength(4);
    await expect(site.rollbackTo("2")).resolves.toMatchObject({ outcome: "done" });
    expect(kept(site.stage)).toHaveLength(4);
  });

  test("is refused where something is missing, and nothing is touched", async () => {
    const site = await createUsedSite({ KeepArtifacts: "never" });
    expect(kept(site.stage)).toEqual([]);
    const { stage } = site;
    const deployments = join(stage.system.folder, "store", "systems", "default", "deployments");
    const manifest = join(deployments, "000001", "manifest.yaml");
    const refusals: readonly (readonly [code: string, id: string, spoil: () => () => void])[] = [
      ["ROLLBACK_TO_IMPOSSIBLE", "1", () => () => undefined],
      ["DEPLOYMENT_UNKNOWN", "9", () => () => undefined],
      ["ARTIFACT_NOT_FOUND", "2", () => away(artifactOf(stage, "app-1.0.1"))],
      ["ARTIFACT_CHANGED", "2", () => swapped(artifactOf(stage, "app-1.0.1"), artifactOf(stage, "app-3.0.0"))],
      ["BACKUP_UNKNOWN", "2", () => away(stage.system.environment["MENDER_ORCHESTRATOR_BACKUPS_DIR"] ?? "")],
      ["JOURNAL_DAMAGED", "2", () => altered(manifest)],
    ];
    for (const [code, id, spoil] of refusals) {
      const heal = spoil();
      await expect(planReturn(site.context, id)).rejects.toMatchObject({ code });
      await expect(site.rollbackTo(id)).rejects.toMatchObject({ code });
      heal();
    }
    expect(stage.versions()).toEqual(AT_2);
    expect(site.data()).toEqual(AFTER_SECOND);
    expect(readdirSync(deployments).filter((name) => /^\d+$/.test(name))).toEqual(["000001", "000002"]);
    expect((await planReturn(site.context, "2")).answer.isFeasible).toBe(true);
  });
});

requirePrograms(["tar"])("a plan of several legs", () => {
  test("brings the data back that its committed legs have captured, when a later one fails", async () => {
    const { stage, data, installPath } = await createSite();
    const folder = join(stage.system.folder, "etc");
    const path = stage.manifest(
      "legs",
      manifestOf("3.0.0", folder)
        .replace(
          "    update_strategy: { order: 1 }",
          "    stepping_stones: [{ version: 2.0.0, artifact_path: app-2.0.0.mender, mandatory: true }]",
        )
        .replace("    artifact_path: app-3.0.0.mender", "    artifact_path: app-3.0.0.mender\n    version: 3.0.0")
        .replace(", update_strategy: { order: 2 }", ", version: 3.0.0"),
    );
    await installPath(stage.manifest("first", manifestOf("1.0.1", folder)));
    const before = data();
    writeFileSync(stage.system.instance("A1", "3.0.0.REFUSED"), "");
    const result = await installPath(path);
    expect(result.legs?.map(({ plan }) => plan.chain?.purpose)).toEqual(["forward", "forward", "back"]);
    expect(result.outcome).toBe("rolledBack");
    expect(stage.versions()).toEqual(AT_1);
    expect(data()).toEqual(before);
  });
});

requirePrograms(["tar"])("rollback --to over a plan of several legs", () => {
  test("brings back with each leg the data that belongs to its version", async () => {
    const { stage, context, data, write, installPath, rollbackTo } = await createSite();
    const folder = join(stage.system.folder, "etc");
    const path = stage.manifest(
      "legs",
      `${manifestOf("3.0.0", folder)
        .replace(
          "    artifact_path: app-3.0.0.mender",
          "    version: 3.0.0\n    artifact_path: app-3.0.0.mender\n" +
            "    stepping_stones: [{ version: 2.0.0, artifact_path: app-2.0.0.mender }]",
        )
        .replace(
          "artifact_path: rtos-3.0.0.mender, update_strategy: { order: 2 }",
          "version: 3.0.0, artifact_path: rtos-3.0.0.mender",
        )
        .replace("    update_strategy: { order: 1 }\n", "")}constraints:
  end_states: [{ app: 1.0.1, rtos: 1.0.1 }, { app: 3.0.0, rtos: 3.0.0 }]
  transition_states: [{ app: 2.0.0, rtos: "*" }]
`,
    );
    await installPath(stage.manifest("first", manifestOf("1.0.1", folder)));
    write("used with 1.0.1");
    const before = data();
    await installPath(path);
    write("used with 3.0.0");
    const after = data();
    const planned = await planReturn(context, "3");
    expect(planned.overwritten.map(({ component }) => component)).toEqual(["app.A1"]);
    expect(planned.legs.map((leg) => plannedComponents(leg).map(({ key, restores }) => [key, restores]))).toEqual([
      [
        ["app.A1", { deploymentId: "3" }],
        ["rtos.R456", undefined],
      ],
      [["app.A1", { deploymentId: "2" }]],
    ]);
    writeFileSync(stage.system.instance("A1", "1.0.1.REFUSED"), "");
    expect(await rollbackTo("3")).toMatchObject({ outcome: "rolledBack", chainEnd: { kind: "start" } });
    expect([stage.versions(), data()]).toEqual([{ A1: "3.0.0", R456: "3.0.0" }, after]);
    rmSync(stage.system.instance("A1", "1.0.1.REFUSED"));
    expect(await rollbackTo("3")).toMatchObject({ outcome: "done" });
    expect([stage.versions(), data()]).toEqual([AT_1, before]);
  });
});

/** Names of the artifacts that the data store keeps. */
function kept({ system }: Stage): readonly string[] {
  const folder = join(system.folder, "store", "systems", "default", "artifacts");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Each spoils something and answers with what heals it. */
function away(path: string): () => void {
  renameSync(path, `${path}.away`);
  return () => {
    rmSync(path, { recursive: true, force: true });
    renameSync(`${path}.away`, path);
  };
}

function swapped(path: string, by: string): () => void {
  const heal = away(path);
  copyFileSync(by, path);
  return heal;
}

function altered(path: string): () => void {
  const heal = away(path);
  writeFileSync(path, `${read(`${path}.away`)}# altered\n`);
  return heal;
}

function artifactOf({ system }: Stage, name: string): string {
  return join(system.folder, "manifests", `${name}.mender`);
}
