// Sealed bytes: with the age program and its library as counterparts both ways, and with everything that can be wrong with what is stored.

import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Decrypter, Encrypter, generateHybridIdentity, generateIdentity, identityToRecipient } from "age-encryption";
import { beforeAll, describe, expect, test } from "vitest";
import { OrchestratorError } from "../../../src/base/index.js";
import type { Seal } from "../../../src/rollback/contract.js";
import { createSeal, loadIdentities } from "../../../src/rollback/encryption/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";

const CHUNK = 64 * 1024;
const PASSPHRASE = "correct horse battery staple";
/** Around the borders of chunks, where an end can be mistaken. */
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7];

let identity: string;
let seal: Seal;
/** "content", with the passphrase. Made once: it takes a second. */
let locked: Buffer;

beforeAll(async () => {
  identity = await generateIdentity();
  seal = await sealFor(identity);
  locked = await through((await createSeal({ passphrase: PASSPHRASE })).encrypt, Buffer.from("content"));
});

describe("sealed bytes", () => {
  test("of a program that has ended before the header was made are all there", async () => {
    const locking = await createSeal({ passphrase: PASSPHRASE });
    const stored: Buffer[] = [];
    for await (const chunk of locking.encrypt(spawn("echo", ["content"]).stdout)) stored.push(chunk);
    expect((await through(locking.decrypt, Buffer.concat(stored))).toString()).toBe("content\n");
  });

  test.each(SIZES)("of %i bytes come back, and the library opens them and the reverse", async (size) => {
    const plain = randomBytes(size);
    const stored = await through(seal.encrypt, plain);
    expect((await through(seal.decrypt, stored)).equals(plain)).toBe(true);
    const [decrypter, encrypter] = [new Decrypter(), new Encrypter()];
    decrypter.addIdentity(identity);
    expect(plain.equals(await decrypter.decrypt(stored))).toBe(true);
    encrypter.addRecipient(await identityToRecipient(identity));
    const theirs = Buffer.from(await encrypter.encrypt(plain));
    expect((await through(seal.decrypt, theirs)).equals(plain)).toBe(true);
  });

  test("are for every recipient, also of the kind that withstands quantum computers, and differ each time", async () => {
    const identities = [await generateIdentity(), await generateHybridIdentity()];
    const both = await createSeal({ recipients: await Promise.all(identities.map(identityToRecipient)) });
    const stored = await through(both.encrypt, Buffer.from("content"));
    for (const one of identities) {
      const opened = await through((await createSeal({ identities: [identity, one] })).decrypt, stored);
      expect(opened.toString()).toBe("content");
    }
    expect(await through(both.encrypt, Buffer.from("content"))).not.toEqual(stored);
  });

  test("with a passphrase open with it alone, and those of the library do, too", async () => {
    const ours = await createSeal({ passphrase: PASSPHRASE });
    expect((await through(ours.decrypt, locked)).toString()).toBe("content");
    const encrypter = new Encrypter();
    encrypter.setPassphrase(PASSPHRASE);
    encrypter.setScryptWorkFactor(10);
    const theirs = Buffer.from(await encrypter.encrypt("content"));
    expect((await through(ours.decrypt, theirs)).toString()).toBe("content");
    const other = await createSeal({ passphrase: "another", identities: [identity] });
    expect(await faultOf(through(other.decrypt, theirs))).toBe("BACKUP_KEY_WRONG");
  });

  test("of others, or of nobody, do not open", async () => {
    const stored = await through(seal.encrypt, Buffer.from("content"));
    const other = await createSeal({ identities: [await generateIdentity()] });
    const none = await createSeal({ recipients: [await identityToRecipient(identity)] });
    expect(await faultOf(through(other.decrypt, stored))).toBe("BACKUP_KEY_WRONG");
    expect(await faultOf(through(none.decrypt, stored))).toBe("BACKUP_KEY_WRONG");
    expect(await faultOf(through((await createSeal({ identities: [identity] })).encrypt, stored))).toBe(
      "BACKUP_KEY_INVALID",
    );
  });

  test.each(DAMAGES())("$name are refused, and nothing of the damaged part is handed on", async ({ damage, isKey }) => {
    const plain = randomBytes(3 * CHUNK + 100);
    const [stored, other] = [
      await through(seal.encrypt, plain),
      await through(seal.encrypt, randomBytes(plain.length)),
    ];
    const { bytes, soundChunks } = damage(stored, headerSize(stored), other);
    const { content, code } = await readUntilFault(seal, bytes);
    expect(isKey ? ["BACKUP_KEY_WRONG", "BACKUP_DAMAGED"] : ["BACKUP_DAMAGED"]).toContain(code);
    expect(content.length).toBeLessThanOrEqual(soundChunks * CHUNK);
    expect(content.equals(plain.subarray(0, content.length))).toBe(true);
  });

  test("are made and read piece by piece, however small the pieces, and no further than is asked for", async () => {
    const plain = randomBytes(CHUNK + 5);
    const stored = await collect(seal.encrypt(Readable.from(pieces(plain, 999), { objectMode: false })));
    const opened = await collect(seal.decrypt(Readable.from(pieces(stored, 7), { objectMode: false })));
    expect(opened.equals(plain)).toBe(true);
    let [given, isLeft] = [0, false];
    const endless = Readable.from(
      (async function* () {
        try {
          for (;;) {
            given += CHUNK;
            yield Buffer.alloc(CHUNK);
          }
        } finally {
          isLeft = true;
        }
      })(),
      { objectMode: false },
    );
    const sealed = seal.encrypt(endless);
    for await (const _ of sealed) break;
    await new Promise((resolve) => (endless.closed ? resolve(undefined) : endless.once("close", resolve)));
    expect([isLeft, given <= 16 * CHUNK]).toEqual([true, true]);
  });

  test("fail with what their source fails with", async () => {
    const failing = () => Readable.from(failingPieces(), { objectMode: false });
    await expect(collect(seal.encrypt(failing()))).rejects.toThrow("no more");
    await expect(collect(seal.decrypt(failing()))).rejects.toThrow("no more");
  });
});

describe("keys", () => {
  test.each([
    { name: "a recipient that is none", keys: { recipients: ["age1nothing"] } },
    {
      name: "an identity as recipient",
      keys: { recipients: ["AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ"] },
    },
    { name: "an empty passphrase", keys: { passphrase: "" } },
    { name: "a passphrase beside recipients", keys: { passphrase: "x", recipients: ["age1x"] } },
  ])("$name is refused, and no secret is repeated", async ({ keys }) => {
    const refusal = createSeal(keys);
    await expect(refusal).rejects.toMatchObject({
      code: "BACKUP_KEY_INVALID",
      message: expect.not.stringContaining("QQQ"),
    });
  });

  test("are read from a file as age-keygen writes it", async () => {
    const path = keyFile(`# created: today\n# public key: age1\n\n${identity}\r\n`);
    expect(await loadIdentities(path)).toEqual([identity]);
  });

  test.each([
    { name: "that others may read", text: () => identity, mode: 0o640, says: "chmod 600" },
    { name: "without one", text: () => "# nothing\n", mode: 0o600, says: "holds no identity" },
    {
      name: "with something else",
      text: () => "AGE-SECRET-KEY-1HIDDEN\n",
      mode: 0o600,
      says: "number 1 is not an age identity",
    },
    { name: "that is far too large", text: () => `${identity}\n`.repeat(2000), mode: 0o600, says: "larger than" },
  ])("in a file $name are refused, and no secret is repeated", async ({ text, mode, says }) => {
    const path = keyFile(text(), mode);
    const refusal = loadIdentities(path);
    await expect(refusal).rejects.toMatchObject({ code: "BACKUP_KEY_INVALID", message: expect.stringContaining(says) });
    await expect(refusal).rejects.not.toMatchObject({ message: expect.stringContaining("HIDDEN") });
  });

  test("in no file, a folder and a pipe are refused", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "folder"), { mode: 0o700 });
    execFileSync("mkfifo", ["-m", "600", join(folder, "pipe")]);
    for (const name of ["none", "folder", "pipe"]) {
      await expect(loadIdentities(join(folder, name))).rejects.toMatchObject({ code: "BACKUP_KEY_INVALID" });
    }
  });
});

requirePrograms(["age", "age-keygen", "script"], { package: ["age", "bsdutils"] })("the age program", () => {
  test.each(SIZES)("opens %i bytes of ours, and we open its", (size) => program(size));

  test("opens with a passphrase what we sealed with it", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "stored"), locked);
    // It reads passphrases from a terminal only.
    execFileSync("script", ["-qec", "age -d -o plain stored", "/dev/null"], {
      cwd: folder,
      input: `${PASSPHRASE}\n`,
      stdio: ["pipe", "ignore", "ignore"],
    });
    expect(readFileSync(join(folder, "plain"), "utf8")).toBe("content");
  });
});

async function program(size: number): Promise<void> {
  const folder = temporaryFolder();
  execFileSync("age-keygen", ["-o", "key"], { cwd: folder, stdio: "ignore" });
  const recipient = execFileSync("age-keygen", ["-y", "key"], { cwd: folder, encoding: "utf8" }).trim();
  const theirs = await createSeal({ recipients: [recipient], identities: await loadIdentities(join(folder, "key")) });
  const plain = randomBytes(size);
  const maxBuffer = 1 << 26;
  const stored = await through(theirs.encrypt, plain);
  expect(execFileSync("age", ["-d", "-i", "key"], { cwd: folder, input: stored, maxBuffer }).equals(plain)).toBe(true);
  const made = execFileSync("age", ["-r", recipient], { input: plain, maxBuffer });
  expect((await through(theirs.decrypt, made)).equals(plain)).toBe(true);
}

interface Damage {
  readonly bytes: Buffer;
  /** Chunks before it. */
  readonly soundChunks: number;
}

function DAMAGES() {
  const SEALED = CHUNK + 16;
  const flipped = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 0x10;
    return copy;
  };
  type Make = (stored: Buffer, header: number, other: Buffer) => Damage;
  const named = (name: string, damage: Make, isKey = false) => ({ name, damage, isKey });
  const cutAfter =
    (chunks: number, extra: number): Make =>
    (stored, header) => ({
      bytes: stored.subarray(0, header + 16 + chunks * SEALED + extra),
      soundChunks: chunks,
    });
  return [
    ...[0, 1, 2, 3].flatMap((chunks) => [
      named(`bytes cut off at the end of chunk ${chunks}`, cutAfter(chunks, 0)),
      named(`bytes cut off in the tag of chunk ${chunks + 1}`, cutAfter(chunks, 9)),
      named(`bytes cut off in chunk ${chunks + 1}`, cutAfter(chunks, 50)),
      named(`bytes with a bit turned in chunk ${chunks + 1}`, (stored, header) => ({
        bytes: flipped(stored, header + 16 + chunks * SEALED + 40),
        soundChunks: chunks,
      })),
    ]),
    named("bytes with a chunk exchanged", (stored, header) => {
      const at = (chunk: number) => header + 16 + chunk * SEALED;
      const [one, two] = [stored.subarray(at(1), at(2)), stored.subarray(at(2), at(3))];
      return { bytes: Buffer.concat([stored.subarray(0, at(1)), two, one, stored.subarray(at(3))]), soundChunks: 1 };
    }),
    named("bytes with a chunk left out", (stored, header) => {
      const at = (chunk: number) => header + 16 + chunk * SEALED;
      return { bytes: Buffer.concat([stored.subarray(0, at(1)), stored.subarray(at(2))]), soundChunks: 1 };
    }),
    named("bytes of another file", (stored, header, other) => ({
      bytes: Buffer.concat([stored.subarray(0, header), other.subarray(header)]),
      soundChunks: 0,
    })),
    named("bytes with more behind them", (stored) => ({
      bytes: Buffer.concat([stored, Buffer.alloc(70_000)]),
      soundChunks: 3,
    })),
    named("bytes without their nonce", (stored, header) => ({ bytes: stored.subarray(0, header + 9), soundChunks: 0 })),
    named("bytes with a bit turned in the nonce", (stored, header) => ({
      bytes: flipped(stored, header + 3),
      soundChunks: 0,
    })),
    named("bytes with a header cut off", (stored, header) => ({
      bytes: stored.subarray(0, header - 5),
      soundChunks: 0,
    })),
    named("bytes with a bit turned in the header's end", (stored, header) => ({
      bytes: flipped(stored, header - 4),
      soundChunks: 0,
    })),
    named("bytes with a bit turned in a recipient", (stored) => ({ bytes: flipped(stored, 40), soundChunks: 0 }), true),
    named("bytes that are something else", () => ({ bytes: randomBytes(100_000), soundChunks: 0 })),
    named("no bytes", () => ({ bytes: Buffer.alloc(0), soundChunks: 0 })),
  ];
}

async function sealFor(secret: string): Promise<Seal> {
  return createSeal({ recipients: [await identityToRecipient(secret)], identities: [secret] });
}

function through(change: (bytes: Readable) => Readable, bytes: Buffer): Promise<Buffer> {
  return collect(change(Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false })));
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readUntilFault({ decrypt }: Seal, stored: Buffer): Promise<{ content: Buffer; code: string }> {
  const chunks: Buffer[] = [];
  const code = await faultOf(
    (async () => {
      const source = Readable.from(stored.length === 0 ? [] : [stored], { objectMode: false });
      for await (const chunk of decrypt(source) as AsyncIterable<Buffer>) chunks.push(chunk);
    })(),
  );
  return { content: Buffer.concat(chunks), code };
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
  return "none";
}

function headerSize(stored: Buffer): number {
  return stored.indexOf("\n", stored.indexOf("\n--- ") + 1) + 1;
}

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* failingPieces(): AsyncGenerator<Buffer> {
  yield Buffer.alloc(10);
  throw new Error("no more");
}

function keyFile(text: string, mode = 0o600): string {
  const path = join(temporaryFolder(), "key");
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}
