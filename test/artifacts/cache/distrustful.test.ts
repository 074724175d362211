// An artifact that is no good is not kept in the cache, wherever that shows: in its header, or at its very end.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { createCache } from "../../../src/artifacts/cache/index.js";
import { createArtifacts, distrustful, openFile, writeArtifact } from "../../../src/artifacts/index.js";
import { keptLog } from "../../interfaces/world.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { makeCertificates } from "../download/certificates.js";
import { content, contentOf, makeDownloads } from "../download/downloads.js";
import { file, startServer } from "../download/server.js";

requirePrograms(["openssl"])("artifacts that are no good, in the cache", () => {
  const certificates = makeCertificates();
  const downloads = makeDownloads({ serverCertificatePath: certificates.authorityPath });
  let good: Buffer;

  beforeAll(async () => {
    const folder = temporaryFolder();
    const [payload, path] = [join(folder, "payload"), join(folder, "a.mender")];
    writeFileSync(payload, content(1_000_000));
    const names = { type: "t", compatibleTypes: ["t"], name: "a" };
    await writeArtifact({ ...names, compression: "none", files: [payload], output: path });
    good = readFileSync(path);
  });

  /** The server's file is damaged at a place, and repaired without another ETag: only forgetting the copy helps. */
  async function stage(damageAt: number) {
    const damaged = Buffer.from(good);
    damaged.write("damage", damageAt);
    let bytes: Buffer = damaged;
    const server = await startServer({ identity: certificates.server }, (request, response, nth) =>
      file(bytes, { etag: '"same"' })(request, response, nth),
    );
    const folder = temporaryFolder();
    const { log, lines } = keptLog();
    const world = { folder, maxSizeBytes: 2 ** 30, downloads, log, now: () => new Date() };
    const cache = createCache({ ...world, takeLock: async () => undefined });
    const artifacts = distrustful(
      createArtifacts(undefined, (url, signal) => (url.startsWith("https:") ? cache.open(url, signal) : openFile(url))),
      (url) => cache.forget(url),
    );
    const repair = () => {
      bytes = good;
    };
    return { url: `${server.origin}/a`, artifacts, repair, lines, server, files: () => readdirSync(folder) };
  }

  async function readAll(artifacts: ReturnType<typeof distrustful>, url: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const { content: bytes } of (await artifacts.open(url)).files()) hash.update(await contentOf(bytes));
    return hash.digest("hex");
  }

  test("damage in the payload fails the one who reads it, and the next one gets it anew", async () => {
    const { url, artifacts, repair, lines, files } = await stage(900_000);
    await expect(readAll(artifacts, url)).rejects.toMatchObject({ code: "ARTIFACT_CHECKSUM_MISMATCH" });
    await expect.poll(files, { timeout: 150_000 }).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/is damaged and was dropped$/)]);
    repair();
    await expect(readAll(artifacts, url)).resolves.toMatch(/^[0-9a-f]{64}$/);
  });

  test("the same, read as one stream", async () => {
    const { url, artifacts, files } = await stage(900_000);
    const { content: bytes, verified } = (await artifacts.open(url)).packed();
    await expect(contentOf(bytes)).rejects.toMatchObject({ code: "ARTIFACT_CHECKSUM_MISMATCH" });
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_CHECKSUM_MISMATCH" });
    expect(files()).toEqual([]);
  });

  test("damage in the header is fetched again, once", async () => {
    const { url, artifacts, server } = await stage(600);
    await expect(artifacts.open(url)).rejects.toMatchObject({ code: expect.stringMatching(/^ARTIFACT_/) });
    expect(server.requests).toHaveLength(2);
  });

  test("who leaves early has nothing against it", async () => {
    const { url, artifacts, lines, repair } = await stage(900_000);
    repair();
    for await (const { content: bytes } of (await artifacts.open(url)).files()) {
      bytes.destroy();
      break;
    }
    expect(lines).toEqual([]);
  });
});
