// The cache in front of a real server: what is fetched how often, what is left on the disk, and what comes out.

import { execFileSync } from "node:child_process";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type Cache, createCache } from "../../../src/artifacts/cache/index.js";
import { OrchestratorError } from "../../../src/base/index.js";
import { keptLog } from "../../interfaces/world.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { makeCertificates } from "../download/certificates.js";
import { content, contentOf, makeDownloads } from "../download/downloads.js";
import { type Answer, byPath, file, inTurn, startServer, status } from "../download/server.js";

requirePrograms(["openssl"])("the cache", () => {
  const certificates = makeCertificates();
  const downloads = makeDownloads({ serverCertificatePath: certificates.authorityPath });
  const MIB = 1024 * 1024;
  const bytes = content(3 * MIB + 1000);
  const good = file(bytes, { etag: '"one"' });

  interface TestCache extends Cache {
    readonly folder: string;
    readonly log: readonly string[];
    fetch(url: string): Promise<Buffer>;
    files(): readonly string[];
  }

  /** As a process makes it that has just started. */
  function makeCache(
    options: {
      readonly folder?: string;
      readonly maxSizeBytes?: number;
      readonly isLocked?: boolean;
      readonly downloads?: typeof downloads;
    } = {},
  ): TestCache {
    const { folder = temporaryFolder(), maxSizeBytes = 2 ** 30, isLocked = false } = options;
    const { log, lines } = keptLog();
    const takeLock = async () => {
      if (isLocked) throw new OrchestratorError({ code: "DATASTORE_LOCKED", message: "of a data store" });
    };
    const cache = createCache({
      folder,
      maxSizeBytes,
      downloads: options.downloads ?? downloads,
      log,
      takeLock,
      now: () => new Date(),
    });
    const fetch = async (url: string) => {
      const fetched = await contentOf((await cache.open(url)).stream);
      await cache.settled();
      return fetched;
    };
    return { ...cache, folder, log: lines, fetch, files: () => readdirSync(folder).sort() };
  }

  async function serve(answer: Answer = good) {
    return await startServer({ identity: certificates.server }, answer);
  }

  function suffixes(cache: TestCache): readonly string[] {
    return cache
      .files()
      .map((name) => name.replace(/^.*\./, ""))
      .sort();
  }

  function pathOf(cache: TestCache, suffix: string): string {
    const [name] = cache.files().filter((each) => each.endsWith(suffix));
    if (name === undefined) throw new Error(`no ${suffix}`);
    return join(cache.folder, name);
  }

  /** Reads so much, and leaves. */
  async function readSome(stream: Readable, sizeBytes: number): Promise<void> {
    let count = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      count += chunk.length;
      if (count >= sizeBytes) break;
    }
  }

  function damage(path: string, at: number): void {
    const descriptor = openSync(path, "r+");
    writeSync(descriptor, Buffer.from("damage"), 0, 6, at);
    closeSync(descriptor);
  }

  function replaceByPipe(path: string): void {
    rmSync(path);
    execFileSync("mkfifo", [path]);
  }

  describe("one download", () => {
    test("for several that read at the same time, each at its own pace", async () => {
      const [server, cache] = [await serve(), makeCache()];
      const url = `${server.origin}/a`;
      const opened = await Promise.all([cache.open(url), cache.open(url), cache.open(url)]);
      await readSome(opened[2].stream, 100);
      const [first, second] = await Promise.all(opened.slice(0, 2).map(({ stream }) => contentOf(stream)));
      expect(first?.equals(bytes)).toBe(true);
      expect(second?.equals(bytes)).toBe(true);
      expect(server.requests).toHaveLength(1);
    });

    test("for one that comes when another is half through", async () => {
      const [server, cache] = [await serve(), makeCache()];
      const { stream } = await cache.open(`${server.origin}/a`);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        expect(chunk.length).toBeGreaterThan(0);
        expect((await cache.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
        break;
      }
      expect(server.requests).toHaveLength(1);
    });

    test("for one that looks at the beginning and comes again", async () => {
      const [server, cache] = [await serve(), makeCache()];
      await readSome((await cache.open(`${server.origin}/a`)).stream, 100);
      expect((await cache.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
      expect(server.requests).toHaveLength(1);
    });

    test("for those that come later, also in another process, who ask whether it is still the same", async () => {
      const [server, cache] = [await serve(), makeCache()];
      await cache.fetch(`${server.origin}/a`);
      await cache.fetch(`${server.origin}/a`);
      expect(server.requests).toHaveLength(1);
      await cache.keepOnly([`${server.origin}/a`]);
      const later = makeCache({ folder: cache.folder });
      expect((await later.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
      expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"one"']);
      expect(suffixes(cache)).toEqual(["json", "mender", "sums"]);
    });

    test("a download that fails is a failure for all of them, and tried again by the next", async () => {
      const cut = file(bytes, { etag: '"one"', breakAfter: () => MIB });
      const server = await serve(inTurn(cut, status(404), good));
      const cache = makeCache();
      const failing = Promise.allSettled([1, 2].map(() => cache.fetch(`${server.origin}/a`)));
      for (const each of await failing) expect(each).toMatchObject({ reason: { code: "DOWNLOAD_NOT_FOUND" } });
      expect((await cache.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
      expect(server.requests.map(({ range }) => range?.startsWith("bytes="))).toEqual([undefined, true, true]);
    });

    test("of something that is replaced on the server is fetched anew", async () => {
      const other = content(MIB);
      const server = await serve(inTurn(good, file(other, { etag: '"two"' })));
      const cache = makeCache();
      await cache.fetch(`${server.origin}/a`);
      await cache.keepOnly([`${server.origin}/a`]);
      const later = makeCache({ folder: cache.folder });
      expect((await later.fetch(`${server.origin}/a`)).equals(other)).toBe(true);
      expect(statSync(pathOf(later, ".mender")).size).toBe(MIB);
    });

    test("who is called off while the server does not answer is let go", async () => {
      const [server, cache] = [await serve(() => undefined), makeCache()];
      const calledOff = new AbortController();
      const opening = cache.open(`${server.origin}/a`, calledOff.signal);
      setTimeout(() => calledOff.abort(), 50);
      await expect(opening).rejects.toMatchObject({ name: "AbortError" });
      await server.idle();
    });

    test.each(["begins", "has begun"])("who is called off just as the download %s is in nobody's way", async (when) => {
      const server = await serve();
      const url = `${server.origin}/a`;
      const calledOff = new AbortController();
      const start: typeof downloads.start = async (address, options) => {
        if (calledOff.signal.aborted) return await downloads.start(address, options);
        const download = await downloads.start(address, options);
        if (when === "begins") calledOff.abort();
        else queueMicrotask(() => calledOff.abort());
        return download;
      };
      const cache = makeCache({ downloads: { ...downloads, start } });
      const opening = cache.open(url, calledOff.signal);
      await expect(opening).rejects.toMatchObject({ name: "AbortError" });
      expect((await cache.fetch(url)).equals(bytes)).toBe(true);
      expect(suffixes(cache)).toEqual(["json", "mender", "sums"]);
    });
  });

  describe("what a process left half-done", () => {
    /** A process that dies after some of it: the rest of its blocks never came. */
    async function partial(answer: Answer = good) {
      const dying = file(bytes, { etag: '"one"', breakAfter: () => 2 * MIB });
      const server = await serve(inTurn(dying, status(404), answer));
      const cache = makeCache();
      await expect(cache.fetch(`${server.origin}/a`)).rejects.toMatchObject({ code: "DOWNLOAD_NOT_FOUND" });
      expect(suffixes(cache)).toEqual(["json", "part", "sums"]);
      return { server, cache, url: `${server.origin}/a`, later: makeCache({ folder: cache.folder }) };
    }

    test("is gone on with", async () => {
      const { server, url, later } = await partial();
      expect((await later.fetch(url)).equals(bytes)).toBe(true);
      expect(server.requests[2]?.range).toBe(`bytes=${2 * MIB}-`);
      expect(suffixes(later)).toEqual(["json", "mender", "sums"]);
    });

    test.each<[string, (cache: TestCache) => void, string | undefined]>([
      ["a damaged block", (cache) => damage(pathOf(cache, ".part"), MIB + 5), `bytes=${MIB}-`],
      ["checksums that end early", (cache) => truncateSync(pathOf(cache, ".sums"), 32 + 7), "bytes=262144-"],
      ["bytes that end early", (cache) => truncateSync(pathOf(cache, ".part"), 300_000), "bytes=262144-"],
      ["nothing known of it", (cache) => writeFileSync(pathOf(cache, ".json"), "{}"), undefined],
      ["a pipe in the place of its bytes", (cache) => replaceByPipe(pathOf(cache, ".part")), undefined],
      ["a pipe in the place of its checksums", (cache) => replaceByPipe(pathOf(cache, ".sums")), undefined],
      ["a pipe in the place of what is known of it", (cache) => replaceByPipe(pathOf(cache, ".json")), undefined],
      ["a first block that is damaged", (cache) => damage(pathOf(cache, ".part"), 5), undefined],
    ])("with %s, as far as it is good", async (_, harm, range) => {
      const { server, cache, url, later } = await partial();
      harm(cache);
      expect((await later.fetch(url)).equals(bytes)).toBe(true);
      expect(server.requests[2]?.range).toBe(range);
    });

    test("and is another on the server now, starts again", async () => {
      const other = content(2 * MIB);
      const { url, later } = await partial(file(other, { etag: '"two"' }));
      expect((await later.fetch(url)).equals(other)).toBe(true);
    });

    test("and cannot be taken up with this server, starts again", async () => {
      const { url, later } = await partial((request, response, nth) => {
        const isPart = request.headers.range !== undefined;
        (isPart ? status(416) : good)(request, response, nth);
      });
      expect((await later.fetch(url)).equals(bytes)).toBe(true);
    });
  });

  describe("a damaged copy", () => {
    test.each([0, MIB + 5, bytes.length - 8])(
      "at byte %i is noticed before it is handed on, and fetched again",
      async (at) => {
        const [server, cache] = [await serve(), makeCache()];
        const url = `${server.origin}/a`;
        await cache.fetch(url);
        await cache.keepOnly([url]);
        damage(pathOf(cache, ".mender"), at);
        const later = makeCache({ folder: cache.folder });
        expect((await later.fetch(url)).equals(bytes)).toBe(true);
        expect(later.log).toEqual([expect.stringMatching(/^warning the cache's copy of .* is damaged/)]);
        expect(later.files()).toEqual([]);
        expect((await later.fetch(url)).equals(bytes)).toBe(true);
        expect(server.requests).toHaveLength(4);
        expect(suffixes(later)).toEqual(["json", "mender", "sums"]);
      },
    );
  });

  describe("room", () => {
    const three = byPath({ "/a": good, "/b": good, "/c": good, "/large": file(content(9 * MIB), { etag: '"large"' }) });

    test("what was used longest ago goes first", async () => {
      const server = await serve(three);
      const cache = makeCache({ maxSizeBytes: 8 * MIB });
      for (const name of ["a", "b"]) await cache.fetch(`${server.origin}/${name}`);
      await cache.keepOnly([`${server.origin}/a`, `${server.origin}/b`]);
      for (const name of cache.files()) utimesSync(join(cache.folder, name), new Date(0), new Date(0));
      const later = makeCache({ folder: cache.folder, maxSizeBytes: 8 * MIB });
      await later.fetch(`${server.origin}/a`);
      await later.fetch(`${server.origin}/c`);
      const kept = later.files().filter((name) => name.endsWith(".json"));
      const urls = kept.map((name) => String(JSON.parse(readFileSync(join(later.folder, name), "utf8")).url));
      expect(urls.map((url) => url.slice(-2)).sort()).toEqual(["/a", "/c"]);
    });

    test("what is in use stays; what then has no room streams past, and that is said once", async () => {
      const server = await serve(three);
      const cache = makeCache({ maxSizeBytes: 4 * MIB });
      const { stream } = await cache.open(`${server.origin}/a`);
      expect((await cache.fetch(`${server.origin}/b`)).equals(bytes)).toBe(true);
      await cache.fetch(`${server.origin}/c`);
      expect((await contentOf(stream)).equals(bytes)).toBe(true);
      expect(cache.log).toEqual([expect.stringMatching(/is not used: there is no room for the 3146728 bytes/)]);
      expect(suffixes(cache)).toEqual(["json", "mender", "sums"]);
    });

    test("something larger than the cache streams past it, once for each who wants it", async () => {
      const server = await serve(three);
      const cache = makeCache({ maxSizeBytes: 4 * MIB });
      const both = await Promise.all([1, 2].map(() => cache.fetch(`${server.origin}/large`)));
      expect(both.map(({ length }) => length)).toEqual([9 * MIB, 9 * MIB]);
      expect(server.requests).toHaveLength(2);
      expect(cache.files()).toEqual([]);
    });

    test("what a deployment did not use goes at its end", async () => {
      const server = await serve(three);
      const cache = makeCache();
      for (const name of ["a", "b"]) await cache.fetch(`${server.origin}/${name}`);
      writeFileSync(join(cache.folder, "not-ours"), "");
      await cache.keepOnly([`${server.origin}/b`]);
      expect(suffixes(cache)).toEqual(["json", "mender", "sums", "not-ours"].sort());
    });
  });

  test("without a validator nothing is kept", async () => {
    const [server, cache] = [await serve(file(bytes)), makeCache()];
    expect((await cache.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    expect(cache.files()).toEqual([]);
  });

  test("where another process has the lock, everything streams past, and nothing is written", async () => {
    const [server, cache] = [await serve(), makeCache({ isLocked: true })];
    expect((await cache.fetch(`${server.origin}/a`)).equals(bytes)).toBe(true);
    await cache.keepOnly([]);
    expect(cache.files()).toEqual([]);
    expect(cache.log).toEqual([
      expect.stringMatching(/is not used: another process works in it; downloads go past it$/),
    ]);
  });

  describe("a look at the beginning", () => {
    test("writes nothing", async () => {
      const [server, cache] = [await serve(), makeCache()];
      await readSome((await cache.peek(`${server.origin}/a`)).stream, 100);
      expect(cache.files()).toEqual([]);
    });

    test("is had from the cache, once the server has said that it is still the same", async () => {
      const [server, cache] = [await serve(), makeCache()];
      await cache.fetch(`${server.origin}/a`);
      await cache.keepOnly([`${server.origin}/a`]);
      const { stream, sizeBytes } = await cache.peek(`${server.origin}/a`);
      expect(sizeBytes).toBe(bytes.length);
      expect((await contentOf(stream)).equals(bytes)).toBe(true);
      expect(server.requests).toHaveLength(2);
      expect(server.requests[1]?.headers["if-none-match"]).toBe('"one"');
    });
  });
});
