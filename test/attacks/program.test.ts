// One vector of every class through the built program: nothing is installed, not
// even what is right beside it; nothing is left but the record of a deployment that was begun; and memory stays where it was.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createArtifacts } from "../../src/artifacts/index.js";
import { forge } from "../artifacts/forge.js";
import { isLongRun, requirePrograms } from "../support/index.js";
import { listedGibibyte } from "./classes/bombs.js";
import { CLASSES } from "./classes/index.js";
import { BOARD, withoutRecords } from "./support/left.js";
import { createStage, type Run, type Stage } from "./support/stage.js";

const MIB = 2 ** 20;
/** Those that only show in the payload go furthest; in a long run, those that show at once as well. */
const chosen = CLASSES.flatMap(({ title, vectors }) => {
  const inPayload = vectors.findLast(({ name }) => name.includes("payload"));
  const [first] = vectors;
  const both = [inPayload, isLongRun || inPayload === undefined ? first : undefined];
  return [...new Set(both)].filter((vector) => vector !== undefined).map((vector) => ({ title, ...vector }));
});

const suite = requirePrograms(["xz", "zstd"], { package: ["xz-utils", "zstd"] });

suite("through the program", () => {
  let stage: Stage;
  let usual: Run;

  beforeAll(async () => {
    stage = createStage(BOARD);
    usual = await stage.install(forge({ lines: (right) => right.slice(1) }));
  });

  /** Refused before anything is touched, or, where only the payload is wrong, when it is downloaded. */
  async function expectNothing(attack: Buffer, code: string): Promise<void> {
    const before = stage.everyFile();
    const ran = await stage.install(attack);
    const answer = JSON.parse(ran.stdout);
    const isKnownBefore = await createArtifacts()
      .readHeader(stage.attackPath)
      .then(
        () => false,
        () => true,
      );
    if (isKnownBefore) {
      expect({ exitCode: ran.exitCode, code: answer.error?.code }).toEqual({ exitCode: 5, code });
      expect(stage.everyFile()).toEqual(before);
    } else {
      const { call, reason, code: told } = answer.failure ?? {};
      expect({ exitCode: ran.exitCode, call, reason, code: told }).toEqual({
        ...{ exitCode: 1, call: "Download", reason: "artifact", code },
      });
      expect(answer.components.map(({ state }: { readonly state: string }) => state)).toEqual([
        "untouched",
        "untouched",
      ]);
      expect(withoutRecords(stage.everyFile())).toEqual(withoutRecords(before));
    }
    expect(readdirSync(join(stage.folder, "tmp"))).toEqual([]);
    expect(ran.peakBytes - usual.peakBytes).toBeLessThan(64 * MIB);
  }

  test.each(chosen)("$title, $name: $code", async ({ code, bytes }) => await expectNothing(bytes(), code));

  test("a gibibyte that is all listed, and wrong", async () => {
    await expectNothing(listedGibibyte(), "ARTIFACT_CHECKSUM_MISMATCH");
  });

  test("what is right is installed all the same", async () => {
    expect(await stage.install(forge())).toMatchObject({ exitCode: 0 });
    expect(stage.everyFile()[join("boards", "R1", "Provides")]).toContain("rtos-v1");
  });
});

describe("the vectors", () => {
  test("reach into the payload, too", () => {
    expect(chosen.filter(({ name }) => name.includes("payload")).length).toBeGreaterThan(10);
  });
});
