// The adapter with the real artifact reader: what an artifact holds is what an interface gets, in every form.

import { createHash } from "node:crypto";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createArtifacts, writeArtifact } from "../../src/artifacts/index.js";
import { temporaryFolder } from "../support/index.js";
import { makeWorld, READ_ALL } from "./world.js";

async function makeArtifact() {
  const folder = temporaryFolder();
  const files = ["one.bin", "two.txt"].map((name) => join(folder, name));
  writeFileSync(files[0] ?? "", Buffer.alloc(3_000_000, "abc"));
  writeFileSync(files[1] ?? "", "two\n");
  const path = join(folder, "a.mender");
  const options = {
    output: path,
    type: "mock",
    compatibleTypes: ["rtos"],
    name: "release-9",
    files,
    compression: "gzip",
  } as const;
  await writeArtifact(options);
  return { path, header: await createArtifacts().readHeader(path), folder };
}

function digest(...path: readonly string[]): string {
  return createHash("sha256")
    .update(readFileSync(join(...path)))
    .digest("hex");
}

const FORMS: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["streamed", `Download) ${READ_ALL};;`, "tmp", ["one.bin", "two.txt"]],
  ["stored", "*) ;;", "files", ["one.bin", "two.txt"]],
  ["streamed as it is", `NeedsUnpackedArtifact) echo No;; Download) ${READ_ALL};;`, "tmp", ["artifact.mender"]],
  ["stored as it is", "NeedsUnpackedArtifact) echo No;;", "files", ["artifact.mender"]],
];

describe("a real artifact", () => {
  test.each(FORMS)("is %s, whole", async (_, script, folder, names) => {
    const made = await makeArtifact();
    const world = makeWorld(script, { artifacts: createArtifacts() });
    const artifact = { path: made.path, name: "release-9", manifestDigest: made.header.manifestDigest };
    expect(await world.run("Download", { component: world.component({ artifact }) })).toMatchObject({ ok: true });
    expect(readFileSync(join(world.workDir(), "header", "artifact_name"), "utf8")).toBe("release-9");
    for (const name of names) {
      const source = name === "artifact.mender" ? made.path : join(made.folder, name);
      expect(digest(world.workDir(), folder, name)).toBe(digest(source));
    }
  });

  test.each(FORMS)("that was cut fails Download when it is %s", async (_, script) => {
    const made = await makeArtifact();
    const world = makeWorld(script, { artifacts: createArtifacts() });
    const artifact = { path: made.path, name: "release-9", manifestDigest: made.header.manifestDigest };
    truncateSync(made.path, readFileSync(made.path).length - 2_000);
    const outcome = await world.run("Download", { component: world.component({ artifact }) });
    expect(outcome).toMatchObject({ ok: false, reason: "artifact" });
  });
});
