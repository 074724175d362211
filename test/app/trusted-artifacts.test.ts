// What is installed where ArtifactVerifyKey is configured, and what artifacts with scripts are for. After every refusal no
// state has been called.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createContext, generateKeys, installSystem, planSystem, signArtifact } from "../../src/app/index.js";
import { entry, forge } from "../artifacts/forge.js";
import { temporaryFolder } from "../support/index.js";

const MANIFEST = `api_version: mender/v1
kind: update_manifest
version: v2
component_types:
  board: {artifact_path: board.mender}
components:
  - {component_type: board, id: B1}
`;

const TYPES = {
  headerInfo: JSON.stringify({
    payloads: [{ type: "board" }],
    artifact_provides: { artifact_name: "board-v2" },
    artifact_depends: { device_type: ["board"] },
  }),
  typeInfo: JSON.stringify({ type: "board", artifact_provides: { version: "v2" } }),
};
const PLAIN = forge(TYPES);
const SCRIPTED = forge({
  ...TYPES,
  headerEntries: [
    entry("header-info", TYPES.headerInfo),
    entry("scripts/ArtifactInstall_Enter_10_a", "#!/bin/sh\n"),
    entry("headers/0000/type-info", TYPES.typeInfo),
  ],
});

const nothing = () => undefined;
const log = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };
const STATE = /^(Download|Artifact|Cleanup)/;

/** `script` are cases of the interface's answers, before those that every story has. */
function createWorld(artifact: Buffer, { script = "", config = {} }: { script?: string; config?: object } = {}) {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  mkdirSync(at("interfaces/v1"), { recursive: true });
  const lines = [
    "#!/bin/sh",
    `FOLDER=${folder}`,
    'echo "$1" >>"$FOLDER/calls"',
    "case $1 in",
    script,
    "Provides) echo device_type=board;;",
  ];
  writeFileSync(at("interfaces/v1/board"), [...lines, "SupportsRollback) echo Yes;;", "esac", ""].join("\n"), {
    mode: 0o755,
  });
  writeFileSync(at("manifest.yaml"), MANIFEST);
  writeFileSync(at("board.mender"), artifact);
  const configure = (values: object) => writeFileSync(at("mender-orchestrator.conf"), JSON.stringify(values));
  configure(config);
  const environment = {
    PATH: process.env["PATH"],
    ...{ MENDER_ORCHESTRATOR_CONF_DIR: folder, MENDER_ORCHESTRATOR_DATA_DIR: folder },
    MENDER_ORCHESTRATOR_DATASTORE_DIR: at("store"),
  };
  const context = () =>
    createContext({ programName: "orchestrator", programVersion: "0", environment, options: {}, log });
  const signal = new AbortController().signal;
  const live = {
    ...{ planned: nothing, started: nothing, cancelSignal: signal, leaveSignal: signal },
    observer: { progressed: nothing, recorded: nothing },
  };
  return {
    at,
    configure,
    sign: (key: string) => signArtifact({ path: at("board.mender"), keyPath: at(`${key}.pem`), isForced: true }),
    plan: () => planSystem(context(), { manifestPath: at("manifest.yaml") }),
    install: () =>
      installSystem(context(), { manifestPath: at("manifest.yaml"), stopBefore: [], exitOnReboot: false }, live),
    states: () =>
      (existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").split("\n") : []).filter((call) => STATE.test(call)),
  };
}

type World = ReturnType<typeof createWorld>;

async function expectRefusal(world: World, code: string) {
  await expect(world.plan()).rejects.toMatchObject({ code, exitCode: 5 });
  await expect(world.install()).rejects.toMatchObject({ code, exitCode: 5 });
  expect(world.states()).toEqual([]);
}

const INSTALLED = ["Download", "ArtifactInstall", "ArtifactCommit", "Cleanup"];

describe("with keys configured", () => {
  async function withKeys() {
    const world = createWorld(PLAIN, { config: { ArtifactVerifyKeys: ["old.pub.pem", "new.pub.pem"] } });
    for (const name of ["old", "new", "foreign"]) await generateKeys({ name: world.at(name), type: "ed25519" });
    return world;
  }

  test.each(["old", "new"])("an artifact that the %s key has signed is installed", async (key) => {
    const world = await withKeys();
    await world.sign(key);
    expect(await world.install()).toMatchObject({ exitCode: 0, outcome: "done" });
    expect(world.states()).toEqual(INSTALLED);
  });

  test("an unsigned one is refused", async () => {
    await expectRefusal(await withKeys(), "ARTIFACT_UNSIGNED");
  });

  test("one that another key has signed is refused", async () => {
    const world = await withKeys();
    await world.sign("foreign");
    await expectRefusal(world, "ARTIFACT_SIGNATURE_INVALID");
  });

  test("one that was changed and kept its signature is refused", async () => {
    const world = await withKeys();
    await world.sign("old");
    const signed = readFileSync(world.at("board.mender"));
    const other = forge({ ...TYPES, files: [entry("one", "other file")] });
    const signature = signed.subarray(2048, 3072); // behind version and manifest, each of two blocks
    writeFileSync(world.at("board.mender"), Buffer.concat([other.subarray(0, 2048), signature, other.subarray(2048)]));
    await expectRefusal(world, "ARTIFACT_SIGNATURE_INVALID");
  });

  test("a key that cannot be read is named, and nothing is installed in the meantime", async () => {
    const world = await withKeys();
    await world.sign("old");
    rmSync(world.at("new.pub.pem"));
    await expectRefusal(world, "KEY_UNREADABLE");
  });

  test("a private key on the device is refused", async () => {
    const world = await withKeys();
    world.configure({ ArtifactVerifyKey: "old.pem" });
    await expectRefusal(world, "KEY_WRONG_HALF");
  });

  test("a signature that is taken away after planning fails Download, whatever way the artifact goes", async () => {
    for (const form of ["Yes", "No"]) {
      const script = `Download) exit 0;; NeedsUnpackedArtifact) echo ${form}; cp "$FOLDER/unsigned" "$FOLDER/board.mender";;`;
      const world = createWorld(PLAIN, { script, config: { ArtifactVerifyKey: "old.pub.pem" } });
      writeFileSync(world.at("unsigned"), PLAIN);
      await generateKeys({ name: world.at("old"), type: "ed25519" });
      await world.sign("old");
      const { exitCode, records } = await world.install();
      expect(exitCode).toBe(1);
      expect(JSON.stringify(records)).toContain("the artifact is not signed");
      expect(world.states()).toEqual(["Download", "Cleanup"]);
    }
  });
});

describe("an artifact with scripts", () => {
  test("is refused where the interface takes the payload's files", async () => {
    await expectRefusal(createWorld(SCRIPTED), "ARTIFACT_SCRIPTS_UNSUPPORTED");
    await expectRefusal(
      createWorld(SCRIPTED, { script: "NeedsUnpackedArtifact) echo Yes;;" }),
      "ARTIFACT_SCRIPTS_UNSUPPORTED",
    );
  });

  test("is passed on whole where the interface takes it whole", async () => {
    const script = 'NeedsUnpackedArtifact) echo No;; ArtifactInstall) cp files/artifact.mender "$FOLDER/got";;';
    const world = createWorld(SCRIPTED, { script });
    expect(await world.install()).toMatchObject({ exitCode: 0 });
    expect(readFileSync(world.at("got")).equals(SCRIPTED)).toBe(true);
  });

  test("is refused by Download where the interface has changed its mind", async () => {
    const script = 'NeedsUnpackedArtifact) [ -e "$FOLDER/asked" ] && echo Yes || echo No; : >"$FOLDER/asked";;';
    const world = createWorld(SCRIPTED, { script });
    const { exitCode, records } = await world.install();
    expect(exitCode).toBe(1);
    expect(JSON.stringify(records)).toContain("has artifact scripts");
    expect(world.states()).toEqual(["Cleanup"]);
  });

  test("that is installed already needs nobody to run them", async () => {
    const world = createWorld(SCRIPTED, { script: 'Provides) printf "device_type=board\\nversion=v2\\n";;' });
    expect(await world.install()).toMatchObject({ exitCode: 0 });
    expect(world.states()).toEqual([]);
  });
});
