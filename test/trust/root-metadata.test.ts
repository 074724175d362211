// What root metadata must say to be taken for some.

import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { parseVerifyKey, publicPemOf } from "../../src/signing/index.js";
import { parseRoot, rootText } from "../../src/trust/index.js";

function newKey(name: string) {
  return parseVerifyKey(publicPemOf(generateKeyPairSync("ed25519").publicKey), name);
}

const [a, b] = [newKey("a"), newKey("b")];
const TEXT = rootText({
  ...{ version: 1, expires: "2099-01-01T00:00:00Z" },
  root: { keys: [a, b], threshold: 2 },
  manifest: { keys: [b], threshold: 1 },
});

interface Written {
  signatures: unknown;
  signed: { [key: string]: unknown; keys: Record<string, unknown>; roles: Record<string, Record<string, unknown>> };
}

test("what was made is read back", () => {
  const { root } = parseRoot(TEXT, "1.root.json");
  expect(root).toMatchObject({ version: 1, expires: "2099-01-01T00:00:00Z" });
  expect([...root.keys.keys()].sort()).toEqual([a.id, b.id].sort());
  expect(root.roles.manifest).toEqual({ keyids: [b.id], threshold: 1 });
});

test("the layout of the file is not signed, its content is", () => {
  const compact = JSON.stringify(JSON.parse(TEXT));
  expect(parseRoot(compact, "x").message).toEqual(parseRoot(TEXT, "x").message);
  const later = TEXT.replace("2099", "2098");
  expect(parseRoot(later, "x").message).not.toEqual(parseRoot(TEXT, "x").message);
});

const FAULTS: readonly (readonly [string, (root: Written) => unknown])[] = [
  ["is not JSON", () => "{"],
  ["is a list", () => []],
  ["is of another type", ({ signed }) => (signed["_type"] = "timestamp")],
  ["is of another version of the specification", ({ signed }) => (signed["spec_version"] = "2.0")],
  ["has the version 0", ({ signed }) => (signed["version"] = 0)],
  ["has a version with a fraction", ({ signed }) => (signed["version"] = 1.5)],
  ["does not expire", ({ signed }) => delete signed["expires"]],
  ["expires on no day there is", ({ signed }) => (signed["expires"] = "2027-99-01T00:00:00Z")],
  ["has no role manifest", ({ signed }) => delete signed.roles["manifest"]],
  ["asks for no signature", ({ signed }) => Object.assign(signed.roles["root"] ?? {}, { threshold: 0 })],
  [
    "asks for more signatures than it has keys",
    ({ signed }) => Object.assign(signed.roles["root"] ?? {}, { threshold: 3 }),
  ],
  ["counts one key twice", ({ signed }) => Object.assign(signed.roles["root"] ?? {}, { keyids: [a.id, a.id] })],
  ["names a key that it does not have", ({ signed }) => delete signed.keys[a.id]],
  ["has a key under the id of another", ({ signed }) => (signed.keys[a.id] = signed.keys[b.id])],
  [
    "has too many keys",
    ({ signed }) => Object.assign(signed.keys, Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, {}]))),
  ],
  ["has signatures that are none", (root) => (root.signatures = [{ keyid: "a", sig: "zz" }])],
];

test.each(FAULTS)("metadata that %s", (_, spoil) => {
  const root: Written = JSON.parse(TEXT);
  const spoilt = spoil(root);
  const text =
    typeof spoilt === "string" && spoilt === "{"
      ? spoilt
      : JSON.stringify(Array.isArray(spoilt) && spoilt.length === 0 ? spoilt : root);
  expect(() => parseRoot(text, "1.root.json")).toThrow(expect.objectContaining({ code: "TRUST_ROOT_INVALID" }));
});
