// An artifact whose every byte is pinned: bytes that no checksum of its own covers are noticed, too, at the latest at the end.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { createArtifacts, writeArtifact } from "../../src/artifacts/index.js";
import { temporaryFolder } from "../support/index.js";

const folder = temporaryFolder();
const path = join(folder, "a.mender");
const padded = join(folder, "padded.mender");
const artifacts = createArtifacts();
let sha256 = "";

beforeAll(async () => {
  writeFileSync(join(folder, "payload"), Buffer.alloc(200_000, "x"));
  const files = [join(folder, "payload")];
  await writeArtifact({ output: path, type: "t", compatibleTypes: ["t"], name: "a", files, compression: "gzip" });
  writeFileSync(padded, Buffer.concat([readFileSync(path), Buffer.alloc(512)]));
  sha256 = await artifacts.digest(path);
});

describe.each(["files", "packed"] as const)("%s", (form) => {
  const read = async (location: string, pin?: string): Promise<void> => {
    const source = await artifacts.open(location, undefined, pin);
    if (form === "files") {
      for await (const { content } of source.files()) await buffer(content);
      return;
    }
    const { content, verified } = source.packed();
    await Promise.all([buffer(content), verified]);
  };

  it("is given where it is the pinned one", async () => {
    await expect(read(path, sha256)).resolves.toBeUndefined();
  });

  it("is given where nothing is pinned", async () => {
    await expect(read(padded)).resolves.toBeUndefined();
  });

  it("fails at its end where it is another, though its content is the same", async () => {
    await expect(read(padded, sha256)).rejects.toMatchObject({ code: "ARTIFACT_CHANGED" });
  });
});
