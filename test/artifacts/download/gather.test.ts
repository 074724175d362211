// The chunks of a body, joined: none is lost, and whatever becomes of the body is noticed.

import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { gather } from "../../../src/artifacts/download/gather.js";

async function all(body: Readable): Promise<string> {
  const { next } = gather(body);
  let text = "";
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) text += chunk.toString();
  return text;
}

test("what comes in one turn is one chunk", async () => {
  const body = new Readable({ read: () => undefined });
  for (const piece of ["a", "b", "c"]) body.push(piece);
  body.push(null);
  const { next } = gather(body);
  expect((await next())?.toString()).toBe("abc");
  expect(await next()).toBeUndefined();
});

test("more than may wait is asked for again", async () => {
  const pieces = Array.from({ length: 100 }, (_, i) => String(i % 10).repeat(10_000));
  expect(await all(Readable.from(pieces.map((piece) => Buffer.from(piece))))).toBe(pieces.join(""));
});

test("an error comes behind what was there before it", async () => {
  const body = new Readable({ read: () => undefined });
  const { next } = gather(body);
  body.push("a");
  const first = next();
  setImmediate(() => body.destroy(new Error("broken")));
  expect((await first)?.toString()).toBe("a");
  await expect(next()).rejects.toThrow("broken");
});

test("a body that is destroyed without a word has failed", async () => {
  const body = new Readable({ read: () => undefined });
  const reading = all(body);
  body.destroy();
  await expect(reading).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("so has one that was destroyed before", async () => {
  const body = new Readable({ read: () => undefined });
  const closed = new Promise((resolve) => body.once("close", resolve));
  body.destroy();
  await closed;
  await expect(all(body)).rejects.toMatchObject({ code: "ECONNRESET" });
});
