// How an artifact is read: in one pass, at the consumer's pace, in flat memory, with nothing left open.

import { createHash } from "node:crypto";
import { closeSync, copyFileSync, openSync, readdirSync, readFileSync, readlinkSync, writeSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, test, vi } from "vitest";
import { createArtifacts, readArtifact, writeArtifact } from "../../src/artifacts/index.js";
import type { ArtifactSource } from "../../src/engine/ports.js";
import { temporaryFolder } from "../support/index.js";
import { entry, forge, sha256, streamOf, tar } from "./forge.js";

const MIB = 2 ** 20;

/** An artifact with three files, the middle one much larger than any buffer. */
async function artifactFile(): Promise<string> {
  const path = join(temporaryFolder(), "a.mender");
  const files = [entry("one", "1"), entry("large", Buffer.alloc(8 * MIB, "large ")), entry("three", "3")];
  await writeFile(
    path,
    forge({ files, dataName: "data/0000.tar", pack: { header: await gzip, data: (right) => right } }),
  );
  return path;
}

const gzip = import("node:zlib").then(({ gzipSync }) => gzipSync);

/** How many descriptors of this process are open on a file. */
function descriptorsOn(path: string): number {
  const targets = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  });
  return targets.filter((target) => target === path).length;
}

/** Soon: whoever is told of a fault does not wait until its file is closed. */
async function isLetGo(path: string): Promise<void> {
  await vi.waitFor(() => expect(descriptorsOn(path)).toBe(0), { timeout: 150_000 });
}

async function open(path: string): Promise<ArtifactSource> {
  return await createArtifacts().open(path);
}

describe("files", () => {
  test("come one by one with name, size and content", async () => {
    const seen: unknown[] = [];
    for await (const { name, sizeBytes, content } of (await open(await artifactFile())).files()) {
      let bytes = 0;
      for await (const chunk of content) bytes += chunk.length;
      seen.push([name, sizeBytes, bytes]);
    }
    expect(seen).toEqual([
      ["one", 1, 1],
      ["large", 8 * MIB, 8 * MIB],
      ["three", 1, 1],
    ]);
  });

  test("may be read again, and at the same time", async () => {
    const source = await open(await artifactFile());
    const names = async () => {
      const seen: string[] = [];
      for await (const file of source.files()) seen.push(file.name);
      return seen;
    };
    expect(await Promise.all([names(), names()])).toEqual([
      ["one", "large", "three"],
      ["one", "large", "three"],
    ]);
  });

  test.each(["one", "large", "three"])("a consumer that leaves at %s leaves nothing open", async (last) => {
    const path = await artifactFile();
    for await (const { name, content } of (await open(path)).files()) {
      if (name === last) break;
      content.resume();
      await new Promise((resolve) => content.once("close", resolve));
    }
    await isLetGo(path);
  });

  test("a consumer that leaves in the middle of a content leaves nothing open", async () => {
    const path = await artifactFile();
    for await (const { name, content } of (await open(path)).files()) {
      if (name !== "large") continue;
      for await (const _ of content) break;
      break;
    }
    await isLetGo(path);
  });

  test("a consumer that throws leaves nothing open", async () => {
    const path = await artifactFile();
    const consume = async () => {
      for await (const file of (await open(path)).files()) throw new Error(`no use for ${file.name}`);
    };
    await expect(consume()).rejects.toThrow("no use for one");
    await isLetGo(path);
  });

  test("a content that is destroyed is verified all the same", async () => {
    const files = [entry("one", "right"), entry("two", "2")];
    const data = tar([entry("one", "wrong"), entry("two", "2")]);
    const { gzipSync } = await import("node:zlib");
    const reading = await readArtifact(
      streamOf(forge({ files, pack: { header: gzipSync, data: () => gzipSync(data) } })),
    );
    const seen: string[] = [];
    const consume = async () => {
      for await (const { name, content } of reading.files()) {
        seen.push(name);
        content.destroy();
      }
    };
    await expect(consume()).rejects.toMatchObject({ code: "ARTIFACT_CHECKSUM_MISMATCH" });
    expect(seen).toEqual(["one"]);
  });

  test("a damaged content errors instead of ending", async () => {
    const { gzipSync } = await import("node:zlib");
    const data = gzipSync(tar([entry("one", "wrong")]));
    const bytes = forge({ files: [entry("one", "right")], pack: { header: gzipSync, data: () => data } });
    const reading = await readArtifact(streamOf(bytes));
    const first = await reading.files().next();
    await expect(first.value?.content.toArray()).rejects.toMatchObject({ code: "ARTIFACT_CHECKSUM_MISMATCH" });
    await reading.close();
  });

  test("a source that fails is reported as what it is", async () => {
    const source = new PassThrough();
    source.write(forge().subarray(0, 600));
    setImmediate(() => source.destroy(new Error("the network is gone")));
    await expect(readArtifact(source)).rejects.toThrow("the network is gone");
  });

  test("a source that stalls does not keep a consumer from leaving", async () => {
    const bytes = forge({ files: [entry("large", Buffer.alloc(MIB, "x"))], ...(await plainData()) });
    const source = new PassThrough();
    source.write(bytes.subarray(0, bytes.length / 2));
    const reading = await readArtifact(source);
    for await (const { content } of reading.files()) {
      for await (const _ of content) break;
      break;
    }
    expect(source.destroyed).toBe(true);
  });

  test("an artifact that was replaced is refused", async () => {
    const path = await artifactFile();
    const source = await open(path);
    await writeFile(path, forge());
    const first = source.files()[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({ code: "ARTIFACT_CHANGED" });
    const { content, verified } = source.packed();
    content.on("error", () => undefined).resume();
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_CHANGED" });
    await isLetGo(path);
  });
});

async function plainData() {
  return { dataName: "data/0000.tar", pack: { header: await gzip, data: (right: Buffer) => right } };
}

describe("packed", () => {
  test("is the file, byte by byte, and verified", async () => {
    const path = await artifactFile();
    const source = await open(path);
    const { content, verified } = source.packed();
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    await verified;
    expect(bytes).toBe(source.sizeBytes);
    expect(hash.digest("hex")).toBe(sha256(readFileSync(path)));
    await isLetGo(path);
  });

  test("of a damaged artifact errors before its end", async () => {
    const path = await artifactFile();
    const source = await open(path);
    const copy = join(temporaryFolder(), "a.mender");
    copyFileSync(path, copy);
    const damaged = await open(copy);
    const fd = openSync(copy, "r+");
    writeSync(fd, "!", 4 * MIB);
    closeSync(fd);
    const { content, verified } = damaged.packed();
    const [delivered, verdict] = await Promise.allSettled([pipeline(content, sink()), verified]);
    expect(delivered).toMatchObject({ status: "rejected", reason: { code: "ARTIFACT_CHECKSUM_MISMATCH" } });
    expect(verdict).toMatchObject({ status: "rejected", reason: { code: "ARTIFACT_CHECKSUM_MISMATCH" } });
    await isLetGo(copy);
    expect(source.header.manifestDigest).toBe(damaged.header.manifestDigest);
  });

  test("waits for a slow consumer", async () => {
    const path = await artifactFile();
    const { content, verified } = (await open(path)).packed();
    const first = await content[Symbol.asyncIterator]().next();
    expect(first.done).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(content.readableLength).toBeLessThan(MIB);
    content.destroy();
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_ABANDONED" });
  });

  test("that is given up leaves nothing open and says so", async () => {
    const path = await artifactFile();
    const { content, verified } = (await open(path)).packed();
    for await (const _ of content) break;
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_ABANDONED" });
    await isLetGo(path);
  });

  test("that is never read opens nothing", async () => {
    const path = await artifactFile();
    const { content, verified } = (await open(path)).packed();
    content.destroy();
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_ABANDONED" });
    await isLetGo(path);
  });

  test("of a file that is gone", async () => {
    const path = await artifactFile();
    const source = await open(path);
    const { rmSync } = await import("node:fs");
    rmSync(path);
    const { content, verified } = source.packed();
    content.on("error", () => undefined).resume();
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_NOT_FOUND" });
  });
});

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

test.each(["gzip", "none", "zstd"] as const)(
  "memory stays flat over 300 MiB (%s)",
  async (compression) => {
    const folder = temporaryFolder();
    const input = join(folder, "zeros");
    const output = join(folder, "a.mender");
    const fd = openSync(input, "w");
    writeSync(fd, "x", 300 * MIB - 1);
    closeSync(fd);
    const options = { output, type: "t", compatibleTypes: ["t"], name: "n", files: [input], compression };
    const before = process.memoryUsage.rss();
    let peak = before;
    const measure = () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    const timer = setInterval(measure, 5);
    await writeArtifact(options);
    const source = await open(output);
    let bytes = 0;
    for await (const { content } of source.files()) {
      for await (const chunk of content) bytes += chunk.length;
    }
    const { content, verified } = source.packed();
    await pipeline(content, sink());
    await verified;
    clearInterval(timer);
    measure();
    expect(bytes).toBe(300 * MIB);
    expect(peak - before).toBeLessThan(120 * MIB);
  },
  600_000,
);

test("a named pipe is refused at once", async () => {
  const { execFileSync } = await import("node:child_process");
  const pipe = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [pipe]);
  await expect(open(pipe)).rejects.toMatchObject({ code: "ARTIFACT_UNREADABLE" });
});
