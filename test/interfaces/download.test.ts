// Download: how the interface is asked, what it finds in its work dir, how it may take the streams, and every way of
// taking them wrongly. Each ends, leaves no streams tree, no open file and no process.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Artifacts } from "../../src/engine/ports.js";
import { removeTree } from "../../src/interfaces/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { type FakeFile, fakeArtifacts, HEADER, makeWorld, QUICKLY, READ_ALL, type World } from "./world.js";

const TWO: readonly FakeFile[] = [
  { name: "a", content: "first" },
  { name: "b", content: "second\n" },
];
const LARGE: readonly FakeFile[] = [{ name: "large", content: "x".repeat(1_000_000) }, ...TWO];

function openFiles(): number {
  return readdirSync("/proc/self/fd").length;
}

function read(world: World, ...path: readonly string[]): string {
  return readFileSync(join(world.workDir(), ...path), "utf8");
}

describe("the work dir", () => {
  test.each([
    ["2024", "board\n"],
    ["2026", "rtos\n"],
  ] as const)("holds what the %s protocol says", async (dialect, deviceType) => {
    const world = makeWorld(`Download) ls -A1 . header tmp streams > "$OUT/listing";;`);
    await world.run("Download", { component: world.component({ dialect }) });
    const listing = readFileSync(join(world.folder, "listing"), "utf8").split("\n\n");
    expect(listing).toEqual([
      ".:\ncurrent_artifact_group\ncurrent_artifact_name\ncurrent_device_type\nheader\nstream-next\nstreams\ntmp\nversion",
      "header:\nartifact_group\nartifact_name\nheader-info\nmeta-data\npayload_type\ntype-info",
      "streams:",
      "tmp:\n",
    ]);
    const names = ["version", "current_artifact_group", "current_artifact_name", "current_device_type"];
    expect(names.map((name) => read(world, name))).toEqual(["1\n", "group-1\n", "release-1\n", deviceType]);
    const headers = ["artifact_group", "artifact_name", "payload_type", "header-info", "type-info", "meta-data"];
    const expected = ["group-2", "release-2", "mock", '{"h":1}', '{"t":1}', ""];
    expect(headers.map((name) => read(world, "header", name))).toEqual(expected);
    expect(statSync(world.workDir()).mode & 0o777).toBe(0o700);
  });

  test("has empty files for what the component does not provide", async () => {
    const world = makeWorld("*) ;;");
    await world.run("Download", { component: world.component({ provides: {} }) });
    expect(["current_artifact_group", "current_artifact_name"].map((name) => read(world, name))).toEqual(["", ""]);
  });

  test("is made fresh, and removed with all pipes", async () => {
    const world = makeWorld(`Download) test ! -e tmp/old && : > tmp/old;;`);
    expect([await world.run("Download"), await world.run("Download")]).toMatchObject([{ ok: true }, { ok: true }]);
    await world.interfaces.removeWorkDir(world.component());
    expect(readdirSync(world.workRoot)).toEqual([]);
  });

  test("is made whole again when a power cut has emptied it", async () => {
    const world = makeWorld("*) ;;");
    await world.run("Download");
    for (const name of ["version", "current_artifact_name", "header/header-info"])
      writeFileSync(join(world.workDir(), name), "");
    rmSync(join(world.workDir(), "header", "type-info"));
    const resumed = makeWorld("*) ;;", { workRoot: world.workRoot });
    expect(await resumed.run("ArtifactInstall")).toMatchObject({ ok: true });
    const names = ["version", "current_artifact_name", "header/header-info", "header/type-info"];
    expect(names.map((name) => read(world, name))).toEqual(["1\n", "release-1\n", '{"h":1}', '{"t":1}']);
  });

  test("that cannot be made fails the state, by its path and the system's error", async () => {
    const world = makeWorld("*) ;;", { workRoot: "/dev/null/nowhere" });
    const expected = { ok: false, reason: "workdir", message: expect.stringMatching(/ENOTDIR.*\/dev\/null\/nowhere/) };
    expect(await world.run("Download")).toMatchObject(expected);
    expect(await world.run("ArtifactInstall")).toMatchObject(expected);
    expect(await world.interfaces.askNeedsReboot(world.queryCall())).toMatchObject(expected);
  });
});

interface Way {
  readonly name: string;
  readonly script: string;
  readonly files?: readonly FakeFile[];
  /** Something stays that does not end by itself. */
  readonly stays?: boolean;
  readonly expected: object;
  readonly after?: (world: World) => void;
}

const files = (world: World) =>
  readdirSync(join(world.workDir(), "files")).map((name) => [name, read(world, "files", name)]);
const noFiles = (world: World) => expect(existsSync(join(world.workDir(), "files"))).toBe(false);
const stream = (message: RegExp) => ({ ok: false, reason: "stream", message: expect.stringMatching(message) });

const WAYS: readonly Way[] = [
  {
    name: "reads all streams in order",
    script: `Download) ${READ_ALL};;`,
    expected: { ok: true },
    after: (world) => {
      expect(read(world, "tmp", "order")).toBe("streams/a\nstreams/b\n");
      expect([read(world, "tmp", "a"), read(world, "tmp", "b")]).toEqual(["first", "second\n"]);
      noFiles(world);
    },
  },
  {
    name: "reads large streams",
    files: LARGE,
    script: `Download) ${READ_ALL};;`,
    expected: { ok: true },
    after: (world) => expect(read(world, "tmp", "large")).toBe("x".repeat(1_000_000)),
  },
  {
    name: "wants sizes",
    script: `ProvidePayloadFileSizes) echo Yes;; DownloadWithFileSizes) ${READ_ALL};; Download) exit 9;;`,
    expected: { ok: true },
    after: (world) => expect(read(world, "tmp", "order")).toBe("streams/a 5\nstreams/b 7\n"),
  },
  {
    name: "wants the artifact as it is",
    script: `NeedsUnpackedArtifact) echo No;; Download) ${READ_ALL};;`,
    expected: { ok: true },
    after: (world) =>
      expect([read(world, "tmp", "order"), read(world, "tmp", "artifact.mender")]).toEqual([
        "streams/artifact.mender\n",
        "packed",
      ]),
  },
  {
    name: "takes the packed artifact as a file",
    script: "NeedsUnpackedArtifact) echo No;;",
    expected: { ok: true },
    after: (world) => expect(files(world)).toEqual([["artifact.mender", "packed"]]),
  },
  {
    name: "takes no stream",
    script: "Download) ls >/dev/null;;",
    expected: { ok: true },
    after: (world) =>
      expect(files(world)).toEqual([
        ["a", "first"],
        ["b", "second\n"],
      ]),
  },
  {
    name: "takes nothing of an artifact without files",
    files: [],
    script: "Download) ;;",
    expected: { ok: true },
    after: (world) => expect(files(world)).toEqual([]),
  },
  {
    name: "reads an artifact without files",
    files: [],
    script: `Download) ${READ_ALL};;`,
    expected: { ok: true },
    after: noFiles,
  },
  {
    name: "does without the last, empty read",
    script: `Download) cat "$(cat stream-next)" > tmp/1; cat "$(cat stream-next)" > tmp/2;;`,
    expected: { ok: true },
    after: noFiles,
  },
  {
    name: "reads stream-next once too often",
    script: `Download) ${READ_ALL}; cat stream-next > tmp/more;;`,
    expected: { ok: true },
    after: (world) => expect(read(world, "tmp", "more")).toBe(""),
  },
  {
    name: "opens stream-next and leaves, and comes back",
    stays: true,
    script: `Download) : < stream-next; ${READ_ALL};;`,
    expected: {},
  },
  {
    name: "reads slowly",
    files: LARGE,
    script: `Download) f=$(cat stream-next); { sleep 0.2; dd bs=300000 count=1 2>/dev/null; sleep 0.2; cat; } < $f > tmp/large; ${READ_ALL};;`,
    expected: { ok: true },
    after: (world) => expect(read(world, "tmp", "large")).toBe("x".repeat(1_000_000)),
  },
  {
    name: "knows the size and does not wait for the end",
    files: [{ name: "large", content: "x".repeat(1_000_000) }],
    script: `ProvidePayloadFileSizes) echo Yes;; DownloadWithFileSizes) set -- $(cat stream-next); exec head -c $2 $1;;`,
    expected: { ok: true },
    after: noFiles,
  },
  {
    name: "reads the first stream only",
    script: `Download) cat "$(cat stream-next)" >/dev/null;;`,
    expected: stream(/without asking for the stream streams\/b$/),
  },
  {
    name: "stops in the middle of a stream",
    files: LARGE,
    script: `Download) head -c 10 "$(cat stream-next)";;`,
    expected: stream(/stopped reading the stream streams\/large/),
  },
  {
    name: "stops in the middle and waits for more",
    stays: true,
    files: LARGE,
    script: `Download) head -c 10 "$(cat stream-next)"; cat stream-next; sleep 100;;`,
    expected: stream(/stopped reading the stream streams\/large/),
  },
  {
    name: "asks for a name and ends",
    script: "Download) cat stream-next;;",
    expected: stream(/without reading the stream streams\/a$/),
  },
  {
    name: "asks for two names first",
    stays: true,
    script: "Download) a=$(cat stream-next); b=$(cat stream-next); cat $a $b;;",
    expected: stream(/asked for the next stream before it had opened streams\/a$/),
  },
  {
    name: "opens a stream that was not named",
    script: "Download) cat streams/b;;",
    expected: { ok: false, reason: "exit", exitCode: 1 },
  },
  {
    name: "opens a stream twice",
    script: `Download) f=$(cat stream-next); cat $f; cat $f;;`,
    expected: { ok: false, reason: "exit", exitCode: 1 },
  },
  {
    name: "dies while reading",
    files: LARGE,
    script: `Download) exec 3< "$(cat stream-next)"; kill -9 $$;;`,
    expected: { ok: false, reason: "signal" },
  },
  {
    name: "exits while a child holds the stream",
    stays: true,
    files: LARGE,
    script: `Download) f=$(cat stream-next); sleep 100 < $f & sleep 0.1;;`,
    expected: stream(/streams\/large/),
  },
  {
    name: "fails by itself after it took all",
    script: `Download) ${READ_ALL}; exit 4;;`,
    expected: { ok: false, reason: "exit", exitCode: 4 },
  },
  { name: "removes stream-next", script: "Download) rm -r stream-next streams;;", expected: { ok: true } },
  {
    name: "fills streams/ with its own files",
    script: "Download) mkdir -p streams/own/deep;;",
    expected: { ok: true },
  },
];

describe("an interface that", () => {
  test.each(WAYS)("$name", async ({ script, files: given, stays, expected, after }) => {
    const world = makeWorld(script, { files: given ?? TWO, ...(stays === true && { limits: QUICKLY }) });
    const before = openFiles();
    const outcome = await world.run("Download");
    if (Object.keys(expected).length > 0) expect(outcome).toMatchObject(expected);
    expect(readdirSync(world.workDir())).not.toContain("stream-next");
    expect(readdirSync(world.workDir())).not.toContain("streams");
    after?.(world);
    await world.interfaces.removeWorkDir(world.component());
    expect(readdirSync(world.workRoot)).toEqual([]);
    // Files of others, of tests before this one for instance, may be closed meanwhile.
    await expect.poll(openFiles, { timeout: 150_000 }).toBeLessThanOrEqual(before);
  });
});

function broken(after: string): () => Readable {
  return () =>
    Readable.from(
      (async function* () {
        yield Buffer.from(after);
        throw new Error("checksum of a is wrong");
      })(),
    );
}

describe("a bad artifact", () => {
  const reason = { ok: false, reason: "artifact", message: "checksum of a is wrong" };
  test.each([
    ["is streamed", `Download) ${READ_ALL};;`, reason],
    [
      "is streamed to one that ignores SIGTERM",
      `Download) trap : TERM; f=$(cat stream-next); while true; do cat $f; sleep 1; done;;`,
      reason,
    ],
    ["is stored", "*) ;;", reason],
  ])("fails Download when it %s", async (_, script, expected) => {
    const world = makeWorld(script, { files: [{ name: "a", content: broken("good so far") }] });
    expect(await world.run("Download")).toMatchObject(expected);
    noFiles(world);
  });

  test("is never seen to end properly", async () => {
    const script = `Download) cat "$(cat stream-next)" >/dev/null && : > "$OUT/ended";;`;
    const world = makeWorld(script, { files: [{ name: "a", content: broken("good so far") }] });
    expect(await world.run("Download")).toMatchObject(reason);
    expect(existsSync(join(world.folder, "ended"))).toBe(false);
  });

  test("that is not the planned one is not even offered", async () => {
    const artifacts = fakeArtifacts(TWO, { ...HEADER, manifestDigest: "d2" });
    const world = makeWorld(`*) : > "$OUT/called";;`, { artifacts });
    expect(await world.run("Download")).toMatchObject({ ok: false, reason: "artifact" });
    expect(existsSync(join(world.folder, "called"))).toBe(false);
  });

  test("found so after the last stream fails Download", async () => {
    const good = fakeArtifacts(TWO);
    const artifacts = {
      ...good,
      open: async (path: string) => {
        const source = await good.open(path);
        return {
          ...source,
          async *files() {
            yield* source.files();
            throw new Error("unlisted member");
          },
        };
      },
    };
    const world = makeWorld(`Download) ${READ_ALL};;`, { artifacts });
    expect(await world.run("Download")).toMatchObject({ ok: false, reason: "artifact", message: "unlisted member" });
  });
});

describe("Download", () => {
  test.each([
    ["NeedsUnpackedArtifact) echo Perhaps;;", "answer"],
    ["ProvidePayloadFileSizes) printf 'Yes\\nYes';;", "answer"],
    ["NeedsUnpackedArtifact) exit 1;;", "exit"],
  ])("fails when a question before it fails: %s", async (script, reason) => {
    const world = makeWorld(`${script} Download) : > "$OUT/called";;`);
    expect(await world.run("Download")).toMatchObject({ ok: false, reason });
    expect(existsSync(join(world.folder, "called"))).toBe(false);
  });

  test("tells the bytes given so far", async () => {
    const world = makeWorld(`Download) ${READ_ALL};;`, { files: TWO });
    const progress: (readonly number[])[] = [];
    await world.run("Download", { onProgress: (done, total) => void progress.push([done, total]) });
    expect(progress).toEqual([
      [5, 5],
      [12, 12],
    ]);
  });

  test("is timed out when the interface waits for ever", async () => {
    const world = makeWorld('Download) cat "$(cat stream-next)"; sleep 100;;', { files: TWO, timeoutSeconds: 0.3 });
    expect(await world.run("Download")).toMatchObject({ ok: false, reason: "timeout" });
  });

  test.each<[string, string, object]>([
    ["ends", "exit 0", { reason: "stream", message: "ended before it was given a stream" }],
    ["fails", "exit 3", { reason: "exit" }],
    ["is timed out", "sleep 100", { reason: "timeout" }],
  ])("an interface that %s while its stream does not come is not waited for", async (_, rest, outcome) => {
    const silent: Artifacts = {
      ...fakeArtifacts([]),
      open: async (_path, signal) => ({
        ...(await fakeArtifacts([]).open("")),
        // biome-ignore lint/correctness/useYield: it is left before there is anything
        async *files() {
          await once(signal ?? new EventTarget(), "abort");
          throw new Error("left");
        },
      }),
    };
    const script = `Download) exec 3<stream-next; ${rest};;`;
    const world = makeWorld(script, {
      artifacts: silent,
      limits: QUICKLY,
      timeoutSeconds: rest.startsWith("sleep") ? 0.5 : 150,
    });
    expect(await world.run("Download")).toMatchObject({ ok: false, ...outcome });
  });

  test("is cancelled while it streams", async () => {
    const abort = new AbortController();
    const endless = () =>
      Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(65_536);
        })(),
      );
    const world = makeWorld(`Download) ${READ_ALL};;`, { files: [{ name: "a", content: endless }] });
    const onProgress = (done: number) => done > 1_000_000 && abort.abort();
    expect(await world.run("Download", { signal: abort.signal, onProgress })).toMatchObject({
      ok: false,
      reason: "cancelled",
    });
  });
});

describe("an interface that tampers with its pipes", () => {
  test.each([
    [
      "puts a folder in the place of stream-next",
      `rm stream-next; mkdir stream-next; touch stream-next/x`,
      { ok: true },
    ],
    ["puts a link in the place of streams", `rm -r streams; ln -s /etc streams`, { ok: true }],
    ["removes the pipes", `rm -r ../pipes; exec sleep 100`, { ok: false, reason: "workdir" }],
  ])("%s: that is an outcome", async (_, script, expected) => {
    const world = makeWorld(`Download) ${script};;`, { files: TWO });
    expect(await world.run("Download")).toMatchObject(expected);
    expect(existsSync(join(world.workDir(), "stream-next"))).toBe(false);
    expect(existsSync("/etc/passwd")).toBe(true);
  });
});

requirePrograms(["mount", "umount"], { root: true })("something mounted in a work dir", () => {
  test("is not emptied either where the data store is reached through a link", async () => {
    const folder = temporaryFolder();
    const mounted = join(folder, "real", "tmp");
    mkdirSync(mounted, { recursive: true });
    symlinkSync(folder, join(folder, "link"));
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", mounted]);
    try {
      writeFileSync(join(mounted, "precious"), "");
      await expect(removeTree(join(folder, "link", "real"))).rejects.toThrow("is mounted");
      expect(readdirSync(mounted)).toEqual(["precious"]);
    } finally {
      execFileSync("umount", ["-l", mounted]);
    }
  });

  test("is neither emptied by the next Download nor by the removal", async () => {
    const world = makeWorld("*) ;;");
    const mounted = join(world.workDir(), "tmp", "a b");
    mkdirSync(mounted, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", mounted]);
    try {
      writeFileSync(join(mounted, "precious"), "");
      expect(await world.run("Download")).toMatchObject({ ok: false, reason: "workdir" });
      await world.interfaces.removeWorkDir(world.component());
      expect(readdirSync(mounted)).toEqual(["precious"]);
      expect(world.log.join()).toContain(`something is mounted at ${mounted}`);
    } finally {
      execFileSync("umount", ["-l", mounted]);
    }
  });
});
