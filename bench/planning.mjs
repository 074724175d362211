// The planner: every family of planning/families in a process of its own, the same instances by clingo, and whole runs of the
// program with documents made from them, up to a million components. The sources are bundled as they are, for this run.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { interleave, measure, median } from "./measure.mjs";
import { program } from "./system.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const MILLION = 1_000_000;
const ROUNDS = 5;
/** Families whose documents are within the limits, one of each kind. */
const WHOLE = ["documented-example", "pairwise-200", "3-columns-100-200", "windows-20x5", "betweenness-50-100"];

const REQUIRE = 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);';

export async function benchPlanning(parent) {
  const folder = join(parent, "planning");
  mkdirSync(folder);
  const script = await bundle(folder);
  return [
    ...(await firstCalls(script)),
    ...(await rowsOf(script, ["families"])),
    ...(await rowsOf(script, ["explanations"])),
    ...(await rowsOf(script, ["records"])),
    ...(await wholeRuns(script, folder)),
    ...(await millionComponents(folder)),
  ];
}

async function bundle(folder) {
  const outfile = join(folder, "main.mjs");
  await build({
    entryPoints: [join(here, "planning", "main.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: { js: REQUIRE },
    define: { PROGRAM_VERSION: '"bench"' },
    logLevel: "warning",
  });
  return outfile;
}

async function rowsOf(script, args) {
  const { output } = await measure(process.execPath, [script, ...args]);
  return output.trim().split("\n").map(JSON.parse);
}

async function firstCalls(script) {
  const [runs] = await interleave(ROUNDS, () => rowsOf(script, ["first"]));
  const [row] = runs[0];
  return [{ ...row, figure: median(runs.map(([{ figure }]) => figure)) }];
}

/**
 * The program from its start to its end, beside clingo's processes for the same instance, in turns. What is compared is
 * processor time, of whole processes on both sides; wall-clock time stands beside it.
 */
async function wholeRuns(script, parent) {
  const folder = join(parent, "documents");
  await measure(process.execPath, [script, "export", folder]);
  const hasClingo = spawnSync("clingo", ["--version"]).status === 0;
  const names = readdirSync(folder).filter((name) => WHOLE.includes(name));
  const rows = [];
  for (const name of names) {
    const sides = [() => plan(join(folder, name)), ...(hasClingo ? [() => clingo(script, name)] : [])];
    const [ours, theirs] = (await interleave(ROUNDS, ...sides)).map(medians);
    const against =
      theirs === undefined ? "" : `clingo ${words(theirs)}: ${(theirs.processor / ours.processor).toFixed(2)} times`;
    const measured = `whole process ${words(ours)}`;
    rows.push({ what: `orchestrator plan, ${name}`, measured, against, figure: ours.processor, unit: " ms" });
  }
  return rows;
}

function medians(runs) {
  return {
    processor: median(runs.map(({ processorMilliseconds }) => processorMilliseconds)),
    wall: median(runs.map(({ milliseconds }) => milliseconds)),
  };
}

function words({ processor, wall }) {
  return `${processor.toFixed(0)} ms of processor, ${wall.toFixed(0)} ms in all`;
}

async function clingo(script, name) {
  const { output } = await measure(process.execPath, [script, "clingo", name]);
  const { milliseconds, wallMilliseconds } = JSON.parse(output);
  return { processorMilliseconds: milliseconds, milliseconds: wallMilliseconds };
}

function plan(folder, inventory = "inventory.json") {
  const args = ["plan", join(folder, "manifest.yaml"), "--inventory", join(folder, inventory), "--output", "json"];
  return measure(process.execPath, [program, "--log-level", "error", ...args]);
}

/** One gateway and a million nodes: one by one, and as a count. */
async function millionComponents(parent) {
  const folder = join(parent, "documents", "documented-example");
  const gateway = '{"component_type":"gateway","id":"G","version":"1.0.0"}';
  const nodes = Array.from(
    { length: MILLION },
    (_, index) => `{"component_type":"rtos","id":"R${index}","version":"1.0.0"}`,
  );
  const write = (name, entries) =>
    writeFileSync(
      join(folder, name),
      `{"api_version":"mender/v1","kind":"inventory","components":[${entries.join(",\n")}]}\n`,
    );
  write("million.json", [gateway, ...nodes]);
  write("counted.json", [gateway, `{"component_type":"rtos","count":${MILLION},"version":"1.0.0"}`]);
  const records = await plan(folder, "million.json");
  const counted = await plan(folder, "counted.json");
  const measured = `orchestrator plan ${(records.milliseconds / 1000).toFixed(2)} s`;
  const against = `as a count ${counted.milliseconds.toFixed(0)} ms, ${counted.peakMebibytes.toFixed(0)} MiB`;
  return [
    { what: "1,000,000 records, memory", measured, against, figure: records.peakMebibytes, aim: 300, unit: " MiB" },
  ];
}
