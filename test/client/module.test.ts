// The update module by itself: which call of the orchestrator each state of the client becomes, and what the client is told. A
// stand-in plays the orchestrator; it writes down how it was called, and ends as the case says.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { statusJson } from "../../src/cli/render/status.js";
import { temporaryFolder } from "../support/index.js";
import { call } from "../update-interfaces/script.js";
import { type Surroundings, underEachShell } from "../update-interfaces/surroundings.js";
import { MODULE } from "./device.js";

const STAND_IN = `#!/bin/sh
[ "$1" = status ] && { cat "$STAND_IN/status"; exit; }
printf '%s\\n' "$*" >>"$STAND_IN/calls"
exit "$(cat "$STAND_IN/$1.exit" 2>/dev/null || echo 0)"
`;

const NOTHING = { inProgress: null };
const UPDATE = { inProgress: { manifest: "m", components: [] } };
const ROLLED_BACK = { inProgress: { manifest: "m", cause: { kind: "call" } } };
const LEG = { purpose: "forward", leg: 1, legs: 2 } as const;
const BETWEEN_LEGS = statusJson({ chain: { deploymentId: "1", manifestName: "m", isBetweenLegs: true, leg: LEG } });

interface Scene {
  readonly status?: object;
  /** Exit codes by verb. */
  readonly exits?: Readonly<Record<string, number>>;
  readonly files?: readonly string[];
}

function createWork({ status = NOTHING, exits = {}, files = ["manifest.yaml"] }: Scene) {
  const folder = temporaryFolder();
  const workDir = join(folder, "tree");
  for (const name of ["files", "tmp"]) mkdirSync(join(workDir, name), { recursive: true });
  for (const name of files) writeFileSync(join(workDir, "files", name), "");
  for (const [verb, code] of Object.entries(exits)) writeFileSync(join(folder, `${verb}.exit`), `${code}\n`);
  writeFileSync(join(folder, "orchestrator"), STAND_IN, { mode: 0o755 });
  writeFileSync(join(folder, "status"), JSON.stringify(status, null, 2));
  return { folder, workDir };
}

function through({ shell, environment }: Surroundings, { folder, workDir }: ReturnType<typeof createWork>) {
  const calls = join(folder, "calls");
  return {
    state: async (state: string) => {
      const own = { MENDER_ORCHESTRATOR: join(folder, "orchestrator"), STAND_IN: folder };
      const subject = { path: MODULE, workDir, args: [], environment: { ...environment, ...own } };
      return await call({ ...subject, ...(shell && { shell }) }, state);
    },
    calls: () =>
      existsSync(calls) ? readFileSync(calls, "utf8").replaceAll(`${workDir}/`, "").trimEnd().split("\n") : [],
  };
}

const INSTALL =
  "install --stop-before ArtifactCommit --stop-before ArtifactRollback --stop-before Cleanup --exit-on-reboot files/";
const COMMIT = "resume --stop-before ArtifactRollback --stop-before Cleanup";
const ROLLBACK = "rollback --stop-before Cleanup --exit-on-reboot";

type Case = readonly [title: string, state: string, scene: Scene, exitCode: number, calls: readonly string[]];

const CASES: readonly Case[] = [
  ["an install", "ArtifactInstall", {}, 0, [`${INSTALL}manifest.yaml`]],
  ["of a name with spaces", "ArtifactInstall", { files: ["my manifest.yaml"] }, 0, [`${INSTALL}my manifest.yaml`]],
  ["of a bundle", "ArtifactInstall", { files: ["system.bundle"] }, 0, [`${INSTALL}system.bundle`]],
  ["that fails", "ArtifactInstall", { exits: { install: 1 } }, 1, [`${INSTALL}manifest.yaml`]],
  ["that is inconsistent", "ArtifactInstall", { exits: { install: 3 } }, 1, [`${INSTALL}manifest.yaml`]],
  ["that needs a reboot", "ArtifactInstall", { exits: { install: 4 } }, 0, [`${INSTALL}manifest.yaml`]],
  ["of no file", "ArtifactInstall", { files: [] }, 1, []],
  ["of two files", "ArtifactInstall", { files: ["a.yaml", "b.yaml"] }, 1, []],
  ["beside another one", "ArtifactInstall", { status: UPDATE }, 1, []],
  ["between the legs of another one", "ArtifactInstall", { status: BETWEEN_LEGS }, 1, []],
  ["a commit", "ArtifactCommit", { status: UPDATE }, 0, [COMMIT]],
  ["that fails", "ArtifactCommit", { status: UPDATE, exits: { resume: 1 } }, 1, [COMMIT]],
  ["of what was rolled back", "ArtifactCommit", { status: ROLLED_BACK }, 1, []],
  ["of nothing", "ArtifactCommit", {}, 1, []],
  ["a rollback", "ArtifactRollback", {}, 0, [ROLLBACK]],
  ["of nothing", "ArtifactRollback", { exits: { rollback: 2 } }, 0, [ROLLBACK]],
  ["that needs a reboot", "ArtifactRollback", { exits: { rollback: 4 } }, 0, [ROLLBACK]],
  ["that is inconsistent", "ArtifactRollback", { exits: { rollback: 3 } }, 1, [ROLLBACK]],
  ["a cleanup", "Cleanup", {}, 0, ["resume"]],
  ["of nothing", "Cleanup", { exits: { resume: 2 } }, 0, ["resume"]],
  ["that fails", "Cleanup", { exits: { resume: 3 } }, 1, ["resume"]],
  ["a state that it does not know", "ArtifactVerifyReboot", {}, 0, []],
];

underEachShell("mender-orchestrator-manifest", (surroundings) => {
  test.each(CASES)("%s: %s", async (_title, state, scene, exitCode, calls) => {
    const module = through(surroundings(), createWork(scene));
    const ended = await module.state(state);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout, calls: module.calls() }).toEqual({
      ...{ exitCode, stdout: "", calls },
    });
  });
});

describe("what it remembers", () => {
  const SH: Surroundings = { shell: ["sh"] };

  test.each([
    [0, "No\n"],
    [4, "Automatic\n"],
  ])(
    "an install that ended with %i: the client's question about the reboot is answered with %s",
    async (code, answer) => {
      const module = through(SH, createWork({ exits: { install: code } }));
      await module.state("ArtifactInstall");
      expect((await module.state("NeedsArtifactReboot")).stdout).toBe(answer);
      expect((await module.state("SupportsRollback")).stdout).toBe("Yes\n");
    },
  );

  test.each([
    ["somebody else's deployment is in progress", { status: UPDATE }],
    ["another process works on the data store", { exits: { install: 7 } }],
    ["nobody can say what is in progress", { status: [] }],
  ])("%s: nothing of it is touched, not even by the client's rollback", async (_, scene) => {
    const module = through(SH, createWork(scene));
    expect((await module.state("ArtifactInstall")).exitCode).toBe(1);
    const before = module.calls().length;
    for (const state of ["ArtifactRollback", "Cleanup"]) expect((await module.state(state)).exitCode).toBe(0);
    expect(module.calls()).toHaveLength(before);
  });
});

test("without the program it says so", async () => {
  const { workDir } = createWork({});
  const environment = { MENDER_ORCHESTRATOR: "no-such-program" };
  const ended = await call({ path: MODULE, workDir, args: [], environment }, "ArtifactInstall");
  expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("no program no-such-program") });
});
