// A seal that is none: every bit is turned, and a sum at the end shows when bytes were changed. In the tests of the tree, what matters
// is what comes of its errors.

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { OrchestratorError } from "../../../src/base/index.js";
import type { Seal } from "../../../src/rollback/contract.js";

const SUM_BYTES = 32;

export function fakeSeal(): Seal {
  return { suffix: ".age", encrypt: (plain) => streamOf(sealed(plain)), decrypt: (stored) => streamOf(opened(stored)) };
}

function streamOf(bytes: AsyncIterable<Buffer>): Readable {
  return Readable.from(bytes, { objectMode: false });
}

async function* sealed(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of plain) {
    hash.update(chunk);
    yield turned(chunk);
  }
  yield hash.digest();
}

async function* opened(stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let held = Buffer.alloc(0);
  for await (const chunk of stored) {
    held = Buffer.concat([held, chunk]);
    const plain = turned(held.subarray(0, Math.max(held.length - SUM_BYTES, 0)));
    held = held.subarray(plain.length);
    hash.update(plain);
    yield plain;
  }
  if (hash.digest().equals(held)) return;
  throw new OrchestratorError({ code: "BACKUP_DAMAGED", message: "the sum at the end is another" });
}

function turned(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0xff));
}
