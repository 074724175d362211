// A signed manifest that the Mender client delivers: its signatures come along, and hold.

import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { openArtifact } from "../../src/artifacts/index.js";
import { programPath, projectRoot } from "../support/index.js";
import { writeRoot } from "./attacks/root.js";
import { createStage, type Stage, signFile } from "./attacks/stage.js";

const MODULE = join(projectRoot, "mender-client", "modules", "v3", "mender-orchestrator-manifest");

test("the artifact holds the manifest, its signatures and root metadata, and nothing else that lies there", async () => {
  const stage = await createStage();
  writeRoot(stage, { version: 1, root: ["next"], manifest: ["next"], signers: ["release", "next"] });
  const output = join(stage.folder, "delivery.mender");
  const written = await stage.run("artifact", "write-manifest", stage.manifestPath, "-o", output);
  expect(written).toMatchObject({ exitCode: 0 });
  const names: string[] = [];
  for await (const { name, content } of (await openArtifact(output)).files()) {
    names.push(name);
    content.destroy();
  }
  expect(names.sort()).toEqual(["1.root.json", "manifest.yaml", "manifest.yaml.sig"]);
});

test("the update module installs what is signed, and refuses what is not", async () => {
  const stage = await createStage();
  const absolute = (text: string) =>
    text.replace("artifact_path: board.mender", `artifact_path: ${stage.path("board.mender")}`);
  await stage.release({ edit: absolute });
  expect(await deliver(stage, "one")).toMatchObject({ exitCode: 0 });
  expect((await stage.run("resume")).exitCode).toBe(0);
  expect(stage.version()).toBe("v1");
  await stage.release({ serial: 2, version: "v2", edit: absolute });
  signFile(stage, ["stranger"]);
  expect(await deliver(stage, "two")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("TRUST_KEY_UNKNOWN"),
  });
  expect(stage.version()).toBe("v1");
});

/** As the client does it: the payload's files in the module's work dir. */
async function deliver(stage: Stage, name: string) {
  const work = join(stage.folder, name);
  for (const folder of ["files", "tmp"]) mkdirSync(join(work, folder), { recursive: true });
  for (const file of readdirSync(stage.path(""))) {
    if (file.startsWith("manifest.yaml")) copyFileSync(stage.path(file), join(work, "files", file));
  }
  const program = join(stage.folder, "mender-orchestrator");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${programPath}" "$@"\n`);
  chmodSync(program, 0o755);
  const env = { ...stage.environment, MENDER_ORCHESTRATOR: program };
  return await execa(MODULE, ["ArtifactInstall", work], { env, extendEnv: false, reject: false, cwd: work });
}
