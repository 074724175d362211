// Hostile bundles through the built program, from a file and from a pipe: nothing is installed and nothing is left, whether they
// show what they are before their payloads or within.

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { forge } from "../artifacts/forge.js";
import { BOARD, withoutRecords } from "./support/left.js";
import { createStage, type Stage } from "./support/stage.js";

const BLOCK = 512;

interface Hostile {
  readonly name: string;
  /** Undefined where it is only seen while the payloads pass, once the deployment has begun. */
  readonly code: { readonly file?: string; readonly pipe?: string };
  readonly attack: (bundle: Buffer) => Buffer;
}

/** One bit of the content of a member, or of its header block where that is asked for. */
const flipped =
  (name: string, offset = BLOCK) =>
  (bundle: Buffer): Buffer => {
    const at = bundle.indexOf(`${name}\0`) + offset;
    return Buffer.concat([bundle.subarray(0, at), Buffer.from([(bundle[at] ?? 0) ^ 1]), bundle.subarray(at + 1)]);
  };

const upTo =
  (name: string, offset = 0) =>
  (bundle: Buffer): Buffer =>
    bundle.subarray(0, bundle.indexOf(`${name}\0`) + offset);

const both = (code: string) => ({ file: code, pipe: code });

const HOSTILE: readonly Hostile[] = [
  { name: "another manifest", code: both("BUNDLE_CHECKSUM_MISMATCH"), attack: flipped("manifest.yaml") },
  { name: "a header of no tar", code: both("BUNDLE_DAMAGED"), attack: flipped("headers/0001", 150) },
  { name: "no headers", code: both("BUNDLE_TRUNCATED"), attack: upTo("headers/0000") },
  { name: "half a payload", code: { file: "BUNDLE_TRUNCATED" }, attack: upTo("payloads/0001", BLOCK + 20) },
  { name: "another payload", code: {}, attack: flipped("payloads/0001", BLOCK + 20) },
  {
    name: "another bundle behind it",
    code: { file: "BUNDLE_TRAILING_DATA" },
    attack: (bundle) => Buffer.concat([bundle, bundle]),
  },
];

describe.each(["file", "pipe"] as const)("from a %s", (from) => {
  let stage: Stage;
  let bundle: Buffer;

  beforeAll(async () => {
    stage = createStage(BOARD);
    const path = join(stage.folder, "right.bundle");
    await stage.create(forge(), path);
    bundle = readFileSync(path);
    rmSync(path);
  });

  test.each(HOSTILE)("$name", async ({ code, attack }) => {
    const before = stage.everyFile();
    const ran = await stage.installBundle(attack(bundle), from);
    const answer = JSON.parse(ran.stdout);
    if (code[from] === undefined) {
      expect({ exitCode: ran.exitCode, call: answer.failure?.call }).toEqual({ exitCode: 1, call: "Download" });
      expect(withoutRecords(stage.everyFile())).toEqual(withoutRecords(before));
    } else {
      expect({ exitCode: ran.exitCode, code: answer.error?.code }).toEqual({ exitCode: 5, code: code[from] });
      expect(stage.everyFile()).toEqual(before);
    }
    expect(readdirSync(join(stage.folder, "tmp"))).toEqual([]);
  });

  test("the right one is installed all the same", async () => {
    expect(await stage.installBundle(bundle, from)).toMatchObject({ exitCode: 0 });
    expect(stage.everyFile()[join("boards", "R1", "Provides")]).toContain("rtos-v1");
  });
});
