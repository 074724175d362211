// A disk that is full in the middle of a download: the entry is given up, and those who read it do not notice.

import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { attach } from "../../../src/artifacts/cache/attach.js";
import { createEntry } from "../../../src/artifacts/cache/entry.js";
import { fill } from "../../../src/artifacts/cache/fill.js";
import { BLOCK_BYTES, filesOf, keyOf } from "../../../src/artifacts/cache/layout.js";
import { keptLog } from "../../interfaces/world.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { makeCertificates } from "../download/certificates.js";
import { content, contentOf, makeDownloads } from "../download/downloads.js";
import { file, startServer } from "../download/server.js";

requirePrograms(["openssl"])("the cache on a full disk", () => {
  const certificates = makeCertificates();

  test.each([
    ["the bytes", "part"],
    ["the checksums", "sums"],
  ] as const)("no room for %s", async (_, suffix) => {
    const bytes = content(2_000_000);
    const etag = '"one"';
    const server = await startServer({ identity: certificates.server }, file(bytes, { etag }));
    const downloads = makeDownloads({ serverCertificatePath: certificates.authorityPath });
    const url = `${server.origin}/a`;
    const folder = temporaryFolder();
    const files = { ...filesOf(folder, keyOf(url)), [suffix]: "/dev/full" };
    for (const other of ["part", "sums"]) writeFileSync(join(folder, `${files.key}.${other}`), "");
    const entry = createEntry(url, files, { sizeBytes: bytes.length, validator: { kind: "etag", value: etag } });
    entry.state = "filling";
    const { stream } = attach(entry, { downloads, log: keptLog().log, isOwner: true });
    const reading = contentOf(stream);
    const { signal } = new AbortController();
    const download = await downloads.start(url, { signal });
    if (download.kind !== "content") throw new Error("there is nothing yet");
    const unwritable: unknown[] = [];
    await fill(entry, {
      chunks: download.chunks,
      signal,
      onUnwritable: async (thrown) => void unwritable.push(thrown),
    });
    expect(unwritable).toMatchObject([{ code: "ENOSPC" }]);
    expect((await reading).equals(bytes)).toBe(true);
    expect(entry.state).toBe("dropped");
  });
});

requirePrograms(["mount", "umount"], { root: true })(
  "a disk that takes a part of a block, and then has room again",
  () => {
    test("leaves no entry with a hole", async () => {
      const folder = temporaryFolder();
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
      onTestFinished(() => void execFileSync("umount", ["-l", folder]));
      const filler = join(folder, "filler");
      writeFileSync(filler, Buffer.alloc(500_000));
      const url = "https://127.0.0.1/a";
      const files = filesOf(folder, keyOf(url));
      for (const path of [files.part, files.sums]) writeFileSync(path, "");
      const validator = { kind: "etag", value: '"one"' } as const;
      const entry = createEntry(url, files, { sizeBytes: 4 * BLOCK_BYTES, validator });
      entry.furthest = 4 * BLOCK_BYTES;
      const chunks = async function* () {
        for (let block = 0; block < 3; block += 1) yield content(BLOCK_BYTES);
        rmSync(filler);
        yield content(BLOCK_BYTES / 2);
      };
      const unwritable: unknown[] = [];
      const onUnwritable = async (thrown: unknown) => void unwritable.push(thrown);
      await fill(entry, { chunks: chunks(), signal: new AbortController().signal, onUnwritable });
      expect([entry.state, unwritable]).toMatchObject(["dropped", [{ code: "ENOSPC" }]]);
    });
  },
);
