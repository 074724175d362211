// A bundle from a pipe: what can go straight to its consumer does, what cannot is stored until then, and nothing else is read.

import { readdirSync, readlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { expect, test, vi } from "vitest";
import { createSpoolFolder, openStreamBundle, type StreamBundle } from "../../../src/artifacts/bundle/index.js";
import { createRandom } from "../../engine/safety/random.js";
import { isLongRun, temporaryFolder } from "../../support/index.js";
import { streamOf } from "../forge.js";
import { artifact, bundleOf, contentOf } from "./bundles.js";

const ARTIFACTS = ["one", "two", "three", "four"].map((name) => artifact(name, 200_000));
const bundle = bundleOf(ARTIFACTS);

interface Opened {
  readonly stream: StreamBundle;
  readonly folder: string;
  /** Files of artifacts, now. */
  stored(): readonly string[];
  /** Consumes an artifact as a call would; true where it was the right one. */
  take(index: number): Promise<boolean>;
}

async function open(expected: Readonly<Record<number, number>>, source?: Readable): Promise<Opened> {
  const folder = join(temporaryFolder(), "stream");
  const stream = await openStreamBundle({
    ...{ stream: source ?? streamOf(await bundle, 8192), shown: "standard input", folder: createSpoolFolder(folder) },
  });
  await stream.expect(new Map(Object.entries(expected).map(([index, count]) => [Number(index), count])));
  return {
    ...{ stream, folder },
    stored: () => filesIn(folder),
    take: (index) =>
      stream.consume(index, async () => {
        const read = await contentOf((await stream.open(index)).stream);
        return read.equals(ARTIFACTS[index] ?? Buffer.alloc(0));
      }),
  };
}

/** Shut until it is told to open, whoever comes first. */
function gate() {
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { until, end };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !name.endsWith(".header"));
}

test("one after the other, nothing is stored", async () => {
  const { take, stored } = await open({ 0: 1, 1: 1, 2: 1, 3: 1 });
  for (const index of [0, 1, 2, 3]) {
    expect(await take(index)).toBe(true);
    expect(stored()).toEqual([]);
  }
});

test("what nobody needs is skipped", async () => {
  const { take, stored } = await open({ 3: 1 });
  expect(await take(3)).toBe(true);
  expect(stored()).toEqual([]);
});

test("what is taken later than its turn is stored, and gone once it was taken", async () => {
  const { take, stored } = await open({ 0: 1, 1: 1, 2: 1 });
  expect(await take(1)).toBe(true);
  expect(stored()).toEqual(["0000.mender"]);
  expect(await take(2)).toBe(true);
  expect(stored()).toEqual(["0000.mender"]);
  expect(await take(0)).toBe(true);
  expect(stored()).toEqual([]);
});

test("several at work at once take their turns, in whatever order they ask, and nothing is stored", async () => {
  const { take, stored } = await open({ 0: 1, 1: 1, 2: 1, 3: 1 });
  expect(await Promise.all([3, 1, 0, 2].map(take))).toEqual([true, true, true, true]);
  expect(stored()).toEqual([]);
});

test("one that several need is stored, also for those who come much later", async () => {
  const { take, stored } = await open({ 0: 1, 1: 4 });
  expect(await Promise.all([1, 0, 1].map(take))).toEqual([true, true, true]);
  expect(stored()).toEqual(["0001.mender"]);
  expect(await take(1)).toBe(true);
  expect(await take(1)).toBe(true);
  expect(stored()).toEqual([]);
});

test("whoever is at work and ends without taking anything lets the others go on", async () => {
  const { stream, take, stored } = await open({ 0: 1, 1: 1 });
  const { until, end } = gate();
  const idle = stream.consume(0, () => until);
  const taking = take(1);
  end();
  await idle;
  expect(await taking).toBe(true);
  expect(stored()).toEqual([]);
});

test("the next is served as soon as the one before has passed, though its consumer is still at work", async () => {
  const { stream, take } = await open({ 0: 1, 1: 1 });
  const { until, end } = gate();
  const busy = stream.consume(0, async () => {
    await contentOf((await stream.open(0)).stream);
    await until;
  });
  expect(await take(1)).toBe(true);
  end();
  await busy;
});

test("whoever leaves half-way costs the others nothing", async () => {
  const { stream, take } = await open({ 0: 1, 1: 1 });
  await stream.consume(0, async () => {
    const { stream: content } = await stream.open(0);
    for await (const _ of content) break;
  });
  expect(await take(1)).toBe(true);
});

test("headers can be read at any time, and take nothing from the stream", async () => {
  const { stream, take } = await open({ 0: 1, 1: 1 });
  for (const index of [1, 0, 1]) await contentOf((await stream.open(index, "header")).stream);
  expect(await take(0)).toBe(true);
  await contentOf((await stream.open(0, "header")).stream);
  expect(await take(1)).toBe(true);
});

test("a silent writer is waited for, and is not asked for more than is needed", async () => {
  const bytes = await bundle;
  const source = new PassThrough({ highWaterMark: 1024 });
  source.write(bytes.subarray(0, 50_000));
  const { take, stream } = await open({ 0: 1 }, source);
  const taking = take(0);
  await new Promise(setImmediate);
  source.write(bytes.subarray(50_000, bytes.length / 2));
  expect(await taking).toBe(true);
  expect(source.readableEnded).toBe(false);
  await stream.close();
  expect(source.destroyed).toBe(true);
});

test("a stream that ends too early names the artifact, for all who wait", async () => {
  const { take } = await open({ 0: 1, 1: 1, 2: 1 }, streamOf((await bundle).subarray(0, 330_000)));
  const taken = await Promise.allSettled([0, 1, 2].map(take));
  const broken = { code: "BUNDLE_TRUNCATED", message: expect.stringContaining("the artifact a1") };
  expect(taken).toMatchObject([
    { status: "fulfilled", value: true },
    { status: "rejected", reason: broken },
    { status: "rejected", reason: { code: "BUNDLE_TRUNCATED" } },
  ]);
});

test.each([1, 2])("a flipped bit in a payload is found at its end, with consumers: %d", async (count) => {
  const bytes = Buffer.from(await bundle);
  bytes[100_000] = 1 ^ (bytes[100_000] ?? 0);
  const { take } = await open({ 0: count, 1: 1 }, streamOf(bytes));
  await expect(take(0)).rejects.toMatchObject({ code: "BUNDLE_CHECKSUM_MISMATCH" });
  expect(await take(1)).toBe(true);
});

test("what is still needed is stored for the next process, with the headers, and nothing else", async () => {
  const { stream, take, stored, folder } = await open({ 0: 1, 1: 1, 3: 2 });
  expect(await take(0)).toBe(true);
  await stream.storeRest();
  await stream.leave();
  expect(stored()).toEqual(["0001.mender", "0003.mender"]);
  expect(openBelow(folder)).toEqual([]);
  const later = createSpoolFolder(folder);
  const read = await contentOf((await later.open(3)).stream);
  expect(read.equals(ARTIFACTS[3] ?? read)).toBe(true);
  await contentOf((await later.open(0, "header")).stream);
  await expect(later.open(0)).rejects.toMatchObject({ code: "BUNDLE_STREAM_GONE" });
  await later.clear();
  expect(() => readdirSync(folder)).toThrow("ENOENT");
});

test("where nothing can be stored, that is told before anything is touched", async () => {
  const folder = "/dev/full/stream";
  const source = { stream: streamOf(await bundle), shown: "standard input", folder: createSpoolFolder(folder) };
  await expect(openStreamBundle(source).then((stream) => stream.expect(new Map([[0, 1]])))).rejects.toMatchObject({
    code: "BUNDLE_STORE_FAILED",
  });
});

test("what is cut off on the disk by somebody else fails, and is not waited for", async () => {
  const { stream, take, folder } = await open({ 0: 1, 1: 1 });
  expect(await take(1)).toBe(true);
  truncateSync(join(folder, "0000.mender"), 1000);
  await expect(take(0)).rejects.toMatchObject({ code: "BUNDLE_STORE_FAILED" });
  await stream.close();
});

test("a signal ends the waiting for a head that does not come", async () => {
  const leaving = new AbortController();
  const folder = createSpoolFolder(join(temporaryFolder(), "stream"));
  const opening = openStreamBundle({ stream: new PassThrough(), shown: "-", folder, signal: leaving.signal });
  leaving.abort();
  await expect(opening).rejects.toMatchObject({ code: "BUNDLE_UNREADABLE" });
});

/** Groups of consumers, each at work at the same time, in any order and with any patience; some of them give up. */
test.each(Array.from({ length: isLongRun ? 500 : 25 }, (_, i) => i + 1))(
  "any order of consumers: seed %d",
  async (seed) => {
    const random = createRandom(seed);
    const indices = Array.from({ length: 12 }, () => random.pick([0, 1, 2, 3]));
    const groups: number[][] = [[]];
    for (const index of indices) {
      if (random.chance(0.3)) groups.push([]);
      groups.at(-1)?.push(index);
    }
    const counts = new Map<number, number>();
    for (const index of indices) counts.set(index, (counts.get(index) ?? 0) + 1);
    const { stream, take, stored } = await open(Object.fromEntries(counts));
    const consume = async (index: number): Promise<boolean> => {
      if (random.chance(0.3)) await new Promise(setImmediate);
      if (random.chance(0.8)) return await take(index);
      await stream.consume(index, async () => {
        const { stream: content } = await stream.open(index);
        for await (const _ of content) if (random.chance(0.5)) break;
      });
      return true;
    };
    for (const group of groups) expect(await Promise.all(group.map(consume))).toEqual(group.map(() => true));
    // Those who gave up do not wait until what they leave is removed.
    await vi.waitFor(() => expect(stored()).toEqual([]), { timeout: 150_000 });
  },
);

/** What this process holds open of a folder. */
function openBelow(folder: string): readonly string[] {
  const targets = readdirSync("/proc/self/fd").map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return ""; // The one that listed them.
    }
  });
  return targets.filter((target) => target.startsWith(folder));
}
