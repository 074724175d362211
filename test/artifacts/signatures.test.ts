// What is read where keys are configured: signed by one of them, in any of the encodings, and nothing else.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createArtifacts, readArtifact } from "../../src/artifacts/index.js";
import { OrchestratorError } from "../../src/base/index.js";
import { loadVerifyKeys, type VerifyKey } from "../../src/signing/index.js";
import { PAIRS, publicFile, SIGNED } from "../signing/pairs.js";
import { temporaryFolder } from "../support/index.js";
import { entry, type Forged, forge, streamOf } from "./forge.js";

/** Puts a signature behind the manifest, made of the manifest as it stands there. */
function signedWith(signatureOf: (manifest: Buffer) => string | Buffer): Pick<Forged, "members"> {
  return {
    members: (right) => right.toSpliced(2, 0, entry("manifest.sig", signatureOf(Buffer.from(right[1]?.content ?? "")))),
  };
}

const base64 = (bytes: Buffer): string => bytes.toString("base64");
const folder = temporaryFolder();
const keysOf = (...names: readonly (keyof typeof PAIRS)[]) =>
  loadVerifyKeys(names.map((name) => publicFile(folder, name, PAIRS[name])));

async function verdict(forged: Partial<Forged>, keys: readonly VerifyKey[]): Promise<string> {
  try {
    const reading = await readArtifact(streamOf(forge(forged)), keys);
    await reading.close();
    return "read";
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
}

const ALL = ["rsa", "rsa-pss", "ecdsa", "ed25519"] as const;
const byEd25519 = (bytes: Buffer) => base64(SIGNED.Ed25519[1](bytes));

describe.each(Object.entries(SIGNED))("%s", (_, [pair, sign]) => {
  const signed = signedWith((manifest) => base64(sign(manifest)));
  const own = ALL.filter((name) => PAIRS[name] === pair);
  const others = ALL.filter((name) => PAIRS[name] !== pair);

  test("is taken from its key, whichever place that has in the list", async () => {
    expect(await verdict(signed, await keysOf(...own))).toBe("read");
    expect(await verdict(signed, await keysOf(...others, ...own))).toBe("read");
  });

  test("is refused where only other keys are trusted", async () => {
    expect(await verdict(signed, await keysOf(...others))).toBe("ARTIFACT_SIGNATURE_INVALID");
  });

  test("is refused when it was made of another manifest", async () => {
    const foreign = signedWith((manifest) => base64(sign(Buffer.concat([manifest, Buffer.from("\n")]))));
    expect(await verdict(foreign, await keysOf(...own))).toBe("ARTIFACT_SIGNATURE_INVALID");
  });

  test("is refused with any bit of it turned over", async () => {
    const keys = await keysOf(...own);
    for (const at of [0, 1, 20, 31, 32, 40, 63, -1]) {
      const damaged = signedWith((manifest) => {
        const signature = sign(manifest);
        const index = at < 0 ? signature.length + at : at;
        signature[index] = (signature[index] ?? 0) ^ 1;
        return base64(signature);
      });
      expect([at, await verdict(damaged, keys)]).toEqual([at, "ARTIFACT_SIGNATURE_INVALID"]);
    }
  });
});

type Case = readonly [name: string, expected: string, forged: Partial<Forged>];
const CASES: readonly Case[] = [
  ["no signature", "ARTIFACT_UNSIGNED", {}],
  ["an empty one", "ARTIFACT_SIGNATURE_INVALID", signedWith(() => "")],
  ["one that is no base64", "ARTIFACT_SIGNATURE_INVALID", signedWith((manifest) => `${byEd25519(manifest)}!`)],
  ["one without base64", "ARTIFACT_SIGNATURE_INVALID", signedWith((manifest) => SIGNED.Ed25519[1](manifest))],
  ["one with something behind", "ARTIFACT_SIGNATURE_INVALID", signedWith((manifest) => `${byEd25519(manifest)}AAAA`)],
  ["numbers of nothing", "ARTIFACT_SIGNATURE_INVALID", signedWith(() => base64(Buffer.alloc(64)))],
  [
    "line breaks, as openssl makes them",
    "read",
    signedWith((manifest) => byEd25519(manifest).replace(/.{64}/g, "$&\n")),
  ],
  [
    "a signature that is over its limit",
    "ARTIFACT_MEMBER_TOO_LARGE",
    signedWith(() => Buffer.alloc(16 * 1024 + 1, "A")),
  ],
  [
    "a signature behind the header",
    "ARTIFACT_UNSIGNED",
    { members: (right) => right.toSpliced(3, 0, entry("manifest.sig", "AAAA")) },
  ],
];

test.each(CASES)("%s: %s", async (_, expected, forged) => {
  expect(await verdict(forged, await keysOf("ecdsa", "ed25519"))).toBe(expected);
});

test("the signature is judged before the header is looked at", async () => {
  const broken = { headerInfo: "{" };
  expect(await verdict(broken, await keysOf("ed25519"))).toBe("ARTIFACT_UNSIGNED");
  expect(await verdict({ ...broken, ...signedWith(byEd25519) }, await keysOf("ed25519"))).toBe(
    "ARTIFACT_HEADER_INVALID",
  );
});

test("without keys nobody need have signed", async () => {
  expect(await verdict({}, [])).toBe("read");
  expect(
    await verdict(
      signedWith(() => "nonsense"),
      [],
    ),
  ).toBe("read");
});

describe("an artifact in a file", () => {
  const artifacts = createArtifacts(() => keysOf("ed25519"));
  const signed = forge(signedWith(byEd25519));

  test("is verified again whenever it is read", async () => {
    const path = join(temporaryFolder(), "a.mender");
    writeFileSync(path, signed);
    const source = await artifacts.open(path);
    writeFileSync(path, forge());
    await expect(source.files()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "ARTIFACT_UNSIGNED" });
    const { content, verified } = source.packed();
    content.on("error", () => undefined).resume();
    await expect(verified).rejects.toMatchObject({ code: "ARTIFACT_UNSIGNED" });
  });

  test("is named in the refusal", async () => {
    const path = join(temporaryFolder(), "a.mender");
    writeFileSync(path, forge());
    await expect(artifacts.readHeader(path)).rejects.toMatchObject({ message: expect.stringContaining(path) });
    rmSync(path);
    await expect(artifacts.readHeader(path)).rejects.toMatchObject({ code: "ARTIFACT_NOT_FOUND" });
  });
});
