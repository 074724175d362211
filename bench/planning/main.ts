// The part of the benchmark that runs inside one process of its own: `families [NAME]`, `explanations`, `records`, `first`,
// `clingo NAME` or `export FOLDER`. Prints one row of JSON per line; for `clingo`, what its processes took.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planUpdates } from "../../src/planning/index.js";
import { clingoTime, hasClingo } from "./against-clingo.js";
import { inventoryText, manifestText } from "./documents.js";
import { explanationRows } from "./explanations.js";
import { documented, FAMILIES } from "./families/index.js";
import { measureFamily } from "./measure-family.js";
import { millionRows } from "./million.js";
import type { Row } from "./row.js";
import { timedOnce } from "./samples.js";

const NEVER_SLOWER_THAN = 2;
const ALMOST_ALL = 0.95;

const [part = "families", argument = ""] = process.argv.slice(2);
const parts: Readonly<Record<string, () => void>> = {
  families: printFamilies,
  explanations: () => explanationRows().forEach(print),
  records: () => millionRows().forEach(print),
  first: printFirst,
  export: exportFamilies,
  clingo: printClingo,
};
parts[part]?.();

function print(row: Row): void {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

function printFamilies(): void {
  const withClingo = hasClingo();
  const named = FAMILIES.filter(({ name }) => name.includes(argument));
  const ratios: number[] = [];
  for (const family of named) {
    const { row, ratio } = measureFamily(family, withClingo);
    print(row);
    if (ratio !== undefined) ratios.push(ratio);
  }
  if (ratios.length < 2) return;
  const slower = ratios.filter((ratio) => ratio < 1).length;
  const measured = `faster on ${ratios.length - slower} of ${ratios.length}`;
  const what = "clingo, families";
  print({
    what: `${what} it wins`,
    measured,
    figure: (slower / ratios.length) * 100,
    aim: 100 - ALMOST_ALL * 100,
    unit: " %",
  });
  print({ what: `${what}, worst`, measured, figure: 1 / Math.min(...ratios), aim: NEVER_SLOWER_THAN, unit: " times" });
}

/** The first call of a process that has done nothing else. */
function printFirst(): void {
  const problem = documented(2);
  const budget = { milliseconds: 1_000, now: () => performance.now() };
  const { milliseconds: figure } = timedOnce(() => planUpdates(problem, budget));
  print({ what: "documented example, first call", measured: "", figure, aim: 3, unit: " ms" });
}

/** Every family as documents, to try by hand: `orchestrator plan FOLDER/NAME/manifest.yaml --inventory FOLDER/NAME/inventory.json`. */
function exportFamilies(): void {
  for (const { name, make } of FAMILIES) {
    const folder = join(argument, folderOf(name));
    const problem = make(1);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "manifest.yaml"), manifestText(problem));
    writeFileSync(join(folder, "inventory.json"), inventoryText(problem));
  }
}

function printClingo(): void {
  const family = FAMILIES.find(({ name }) => folderOf(name) === argument);
  if (family !== undefined) process.stdout.write(`${JSON.stringify(clingoTime(family.make(1)))}\n`);
}

function folderOf(name: string): string {
  return name.replaceAll(/\W+/g, "-");
}
