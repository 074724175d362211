// Many at once, and often: more streaming interfaces than libuv has threads, and a reader as fast as it can be.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type FakeFile, makeWorld, READ_ALL } from "./world.js";

describe("streams", () => {
  test("64 interfaces take them at once", async () => {
    const content = () => Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(65_536, "y")));
    const files: readonly FakeFile[] = [
      { name: "a", content, sizeBytes: 20 * 65_536 },
      { name: "b", content: "end" },
    ];
    const world = makeWorld(`Download) ${READ_ALL}; wc -c < tmp/a > tmp/size; rm tmp/a;;`, {
      files,
      timeoutSeconds: 600,
    });
    const components = Array.from({ length: 64 }, (_, index) =>
      world.component({ id: `${index}`, key: `rtos.${index}` }),
    );
    const outcomes = await Promise.all(components.map((component) => world.run("Download", { component })));
    expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
    const sizes = components.map((component) =>
      readFileSync(join(world.workDir(component), "tmp", "size"), "utf8").trim(),
    );
    expect(new Set(sizes)).toEqual(new Set([String(20 * 65_536)]));
  });

  test("1000 names are each read alone", async () => {
    const files = Array.from({ length: 1000 }, (_, index) => ({
      name: `f${index}`,
      content: index % 2 === 0 ? "" : "x",
    }));
    const script = `Download)
      while read -r line < stream-next; do echo "$line" >> tmp/order; cat "$line" >> tmp/content; done;;`;
    const world = makeWorld(script, { files, timeoutSeconds: 600 });
    expect(await world.run("Download")).toMatchObject({ ok: true });
    const order = readFileSync(join(world.workDir(), "tmp", "order"), "utf8")
      .trim()
      .split("\n");
    expect(order).toEqual(files.map((file) => `streams/${file.name}`));
    expect(readFileSync(join(world.workDir(), "tmp", "content"), "utf8").length).toBe(500);
  });

  test("`cat stream-next` never gets two names", async () => {
    const files = Array.from({ length: 300 }, (_, index) => ({ name: `f${index}`, content: "x" }));
    const world = makeWorld(`Download) ${READ_ALL};;`, { files, timeoutSeconds: 600 });
    expect(await world.run("Download")).toMatchObject({ ok: true });
    const order = readFileSync(join(world.workDir(), "tmp", "order"), "utf8")
      .trim()
      .split("\n");
    expect(order).toEqual(files.map((file) => `streams/${file.name}`));
  });
});
