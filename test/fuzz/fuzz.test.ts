// Each target for a bounded time, with a seed that is always the same; and that each finds faults which are planted in a copy of
// the code, as what they are. By hand for longer and with other seeds: npm run fuzz.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { isLongRun, projectRoot, temporaryFolder } from "../support/index.js";

const SEED = 1;
const seconds = isLongRun ? 60 : 10;

async function fuzz(target: string, ...args: readonly string[]) {
  const script = join(projectRoot, "scripts", "fuzz.mjs");
  const env = { TMPDIR: temporaryFolder() };
  const options = { reject: false, env, all: true } as const;
  const { exitCode, all } = await execa(process.execPath, [script, target, "--seed", String(SEED), ...args], options);
  return { exitCode, said: all };
}

test.each(["artifact", "manifest", "bundle"])(
  "%s: nothing is found",
  async (target) => {
    const { exitCode, said } = await fuzz(target, "--seconds", String(seconds));
    expect(said).toMatch(new RegExp(`^${target}: [1-9]\\d* executions in .*, seed ${SEED}, .* no finding$`, "m"));
    expect(exitCode).toBe(0);
  },
  600_000,
);

interface Plant {
  readonly fault: string;
  readonly target: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly finding: RegExp;
}

const PLANTS: readonly Plant[] = [
  {
    fault: "a checksum that is not compared",
    target: "artifact",
    ...{ file: "src/artifacts/read-whole.ts", from: "if (digests.listed === digests.actual) return;", to: "return;" },
    finding: /WRONG: .* is not what is listed/,
  },
  {
    fault: "a type that is not checked",
    target: "artifact",
    ...{
      file: "src/artifacts/header-json.ts",
      from: "if (!Array.isArray(value)) throw wrong",
      to: "if (false) throw wrong",
    },
    finding: /thrown: TypeError/,
  },
  {
    fault: "an empty value that is taken for a map",
    target: "manifest",
    ...{ file: "src/documents/outline.ts", from: "types === null || ", to: "" },
    finding: /thrown: TypeError/,
  },
  {
    fault: "a digest that is not compared",
    target: "bundle",
    ...{ file: "src/artifacts/bundle/read-head.ts", from: "if (expected === actual) return;", to: "return;" },
    finding: /as a stream: read .*; as a file: read /,
  },
];

/** Found by the watch over the fuzzer, which must be patient with slow machines. */
const LOOP: Plant = {
  fault: "a loop without end",
  target: "artifact",
  ...{ file: "src/artifacts/json-structure.ts", from: '"\\\\" ? 2 : 1', to: '"\\\\" ? 0 : 1' },
  finding: /it does not come to an end/,
};

describe("planted faults", () => {
  test.each(isLongRun ? [...PLANTS, LOOP] : PLANTS)(
    "$target finds $fault",
    async ({ target, file, from, to, finding }) => {
      const plant = join(temporaryFolder(), "plant.json");
      writeFileSync(plant, JSON.stringify({ file, from, to }));
      const { exitCode, said } = await fuzz(target, "--plant", plant, "--executions", "1000");
      expect(said).toMatch(/a finding after \d+ executions, seed 1, input \d+/);
      expect(said).toMatch(finding);
      expect(exitCode).toBe(1);
      const [, at = ""] = /--at (\d+)/.exec(said) ?? [];
      expect((await fuzz(target, "--plant", plant, "--at", at)).said).toMatch(finding);
    },
    600_000,
  );
});
