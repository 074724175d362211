// `npm test`: makes the clone ready, runs vitest with the arguments given, names what was skipped for a missing program
// with the one command that brings it in, and ends with a line of counts, whatever happened. `--long` tries more seeds and
// paths; `--unit`, which is for trying another Node, leaves out the suites whose point is other programs or the computer around
// us, and those that walk through all of a pure function, which no Node makes another function: of planners, machines and of what
// is refused. What is Node's own stays: processes, streams, memory, downloads, keys, file names that are no text.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

const MODES = ["--long", "--unit"];
const NOT_UNIT = [
  "test/app/bundle/power-cut.test.ts",
  "test/app/constrained/**",
  "test/app/disk.test.ts",
  "test/app/rollback-points.test.ts",
  "test/app/modules/**",
  "test/artifacts/damage.test.ts",
  "test/artifacts/mender-artifact*.test.ts",
  "test/attacks/attacks.test.ts",
  "test/attacks/bundles.test.ts",
  "test/attacks/program.test.ts",
  "test/chains/real/**",
  "test/client/**",
  "test/crash/**",
  "test/demo/**",
  "test/docs/blocks.test.ts",
  "test/documents/mutations.test.ts",
  "test/engine/safety/executed.test.ts",
  "test/enumeration/enumeration.test.ts",
  "test/enumeration/watched.test.ts",
  "test/fuzz/**",
  "test/modules/**",
  "test/packaging/**",
  "test/planning/clingo/**",
  "test/planning/random/**",
  "test/python/**",
  "test/rollback/databases/**",
  "test/rollback/services/**",
  "test/rollback/system/**",
  "test/rollback/tree/random.test.ts",
  "test/rollback/tree/swap.test.ts",
  "test/trust/attacks/**",
  "test/trust/full-disk.test.ts",
  "test/update-interfaces/**",
];

setUp();
const folder = mkdtempSync(join(tmpdir(), "orchestrator-test-run-"));
try {
  process.exitCode = run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run() {
  const skipsFile = join(folder, "skips");
  const countsFile = join(folder, "counts.json");
  const args = process.argv.slice(2).filter((argument) => !MODES.includes(argument));
  const { status } = spawnSync(
    process.execPath,
    [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...reporters(), ...exclusions(), ...args],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...environment(),
        ORCHESTRATOR_TEST_SKIPS: skipsFile,
        ORCHESTRATOR_TEST_COUNTS: countsFile,
        ...(has("--long") ? { ORCHESTRATOR_TEST_LONG: "1" } : {}),
      },
    },
  );
  printSkips(skipsFile);
  return printCounts(countsFile, status ?? 1);
}

/** No test asks a server but its own. Node 20 reads further authorities at every start, which takes longer than all else of it. */
function environment() {
  const { NODE_EXTRA_CA_CERTS: _, ...others } = process.env;
  return others;
}

function has(mode) {
  return process.argv.includes(mode);
}

function exclusions() {
  return has("--unit") ? NOT_UNIT.map((pattern) => `--exclude=${pattern}`) : [];
}

function reporters() {
  return ["--reporter=default", `--reporter=${join(root, "scripts", "counting-reporter.mjs")}`];
}

function printSkips(file) {
  if (!existsSync(file)) return;
  const skips = readFileSync(file, "utf8").trim().split("\n").map(JSON.parse);
  process.stdout.write("Skipped:\n");
  for (const { suite, reason } of skips) process.stdout.write(`  ${suite}: ${reason}\n`);
  const packages = [...new Set(skips.flatMap((skip) => skip.packages))].sort();
  if (packages.length > 0) process.stdout.write(`To run them: apt-get install -y ${packages.join(" ")}\n`);
}

/** A run that failed otherwise than by a test (vitest itself, an unhandled error) is shown as one failure. */
function printCounts(file, status) {
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 0, skipped: 0 };
  const failed = status !== 0 && counts.failed === 0 ? 1 : counts.failed;
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped}\n`);
  return failed > 0 ? 1 : 0;
}
