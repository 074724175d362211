// Somebody waits until an artifact was checked, and puts another in its place before it is streamed.

import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../support/index.js";
import { createStage, type Stage, writeBoard } from "./stage.js";

/** The last question before the artifact is streamed lets the attacker act. */
function swapLate(stage: Stage, form: "packed" | "unpacked"): void {
  const path = join(stage.folder, "data", "interfaces", "v1", "board");
  const mock = join(projectRoot, "update-interfaces", "v1", "rtos");
  const swap = `[ "$1" != NeedsUnpackedArtifact ] || cp "${stage.path("evil.mender")}" "${stage.path("board.mender")}"`;
  rmSync(path);
  writeFileSync(path, `#!/bin/sh\n${swap}\nexec "${mock}" "$@"\n`, { mode: 0o755 });
  const answer = form === "unpacked" ? "Yes\n" : "No\n";
  writeFileSync(join(stage.folder, "boards", "B1", "NeedsUnpackedArtifact"), answer);
}

/** The same content, with padding that no checksum of the artifact covers. */
function padded(stage: Stage): void {
  copyFileSync(stage.path("board.mender"), stage.path("evil.mender"));
  const bytes = readFileSync(stage.path("evil.mender"));
  writeFileSync(stage.path("evil.mender"), Buffer.concat([bytes, Buffer.alloc(512)]));
}

async function other(stage: Stage): Promise<void> {
  await writeBoard(stage.path("evil.mender"), "v1", "evil firmware");
}

test.each([
  ["another artifact", "packed", other],
  ["another artifact", "unpacked", other],
  ["other padding", "packed", padded],
  ["other padding", "unpacked", padded],
] as const)("%s, for an interface that takes it %s", async (_, form, prepare) => {
  const stage = await createStage();
  await prepare(stage);
  swapLate(stage, form);
  const ran = await stage.run("install", stage.manifestPath);
  expect(ran).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/Download .*(replaced|pinned)/s) });
  expect(stage.version()).toBe("v0");
});
