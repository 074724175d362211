// Somebody combines parts that were each released, but never together.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createStage, type Stage, writeBoard } from "./stage.js";

async function createTwoReleases(): Promise<Stage> {
  const stage = await createStage();
  await stage.release({ serial: 1, version: "v1" });
  for (const name of ["board.mender", "manifest.yaml", "manifest.yaml.sig"]) {
    copyFileSync(stage.path(name), stage.path(`old-${name}`));
  }
  await stage.release({ serial: 2, version: "v2" });
  return stage;
}

test("the new manifest with the old artifact", async () => {
  const stage = await createTwoReleases();
  copyFileSync(stage.path("old-board.mender"), stage.path("board.mender"));
  await stage.refuses("TRUST_ARTIFACT_MISMATCH");
});

test("the old manifest with the new artifact", async () => {
  const stage = await createTwoReleases();
  for (const name of ["manifest.yaml", "manifest.yaml.sig"]) copyFileSync(stage.path(`old-${name}`), stage.path(name));
  await stage.refuses("TRUST_ARTIFACT_MISMATCH");
});

test("the new manifest with the signatures of the old one", async () => {
  const stage = await createTwoReleases();
  copyFileSync(stage.path("old-manifest.yaml.sig"), stage.path("manifest.yaml.sig"));
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("a manifest that does not say which artifact it means", async () => {
  const stage = await createStage();
  await stage.release({ pin: "none" });
  await stage.refuses("TRUST_ARTIFACT_UNPINNED");
});

test("a stepping stone of which nobody says which artifact it is", async () => {
  const stage = await createStage();
  await writeBoard(stage.path("stone.mender"), "v0.5");
  const stone = '    version: v1\n    stepping_stones:\n      - {version: "v0.5", artifact_path: stone.mender}\n';
  await stage.release({ edit: (text) => text + stone });
  await stage.refuses("TRUST_ARTIFACT_UNPINNED");
});

test("pins hold without any key, too", async () => {
  const stage = await createStage({});
  await stage.release({ signers: [] });
  await writeBoard(stage.path("board.mender"), "v1", "something else");
  await stage.refuses("TRUST_ARTIFACT_MISMATCH");
  const pinned = readFileSync(stage.manifestPath, "utf8");
  writeFileSync(stage.manifestPath, pinned.replace(/ +artifact_manifest_sha256.*\n/, ""));
  await stage.refuses("TRUST_ARTIFACT_MISMATCH");
  await stage.release({ signers: [] });
  await stage.installs();
  expect(stage.version()).toBe("v1");
});
