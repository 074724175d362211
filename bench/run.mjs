// `npm run bench [NAME…]`: runs the benchmarks, or those named, and prints their figures as a table. README.md tells how to
// read it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchBackup } from "./backup.mjs";
import { benchBundle } from "./bundle.mjs";
import { benchDownload } from "./download.mjs";
import { benchManyComponents } from "./many-components.mjs";
import { benchModules } from "./modules.mjs";
import { benchPlanning } from "./planning.mjs";
import { benchStartUp } from "./start-up.mjs";
import { benchStreaming } from "./streaming.mjs";

const BENCHES = {
  "start-up": benchStartUp,
  streaming: benchStreaming,
  download: benchDownload,
  bundle: benchBundle,
  "many-components": benchManyComponents,
  planning: benchPlanning,
  backup: benchBackup,
  modules: benchModules,
};

const named = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "orchestrator-bench-"));
const rows = [];
try {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (named.length === 0 || named.includes(name)) rows.push(...(await bench(folder)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printTable(["what", "measured", "against", "figure", "aim", ""], rows.map(toCells));

/** A row: { what, measured, against, figure, aim, unit }, of which aim may be missing, or { what, skipped }. */
function toCells({ what, measured = "", against = "", figure, aim, unit = "", skipped }) {
  if (skipped) return [what, `skipped: ${skipped}`, "", "", "", ""];
  if (aim === undefined) return [what, measured, against, `${figure.toFixed(2)}${unit}`, "", ""];
  const verdict = figure <= aim ? "met" : "MISSED";
  return [what, measured, against, `${figure.toFixed(2)}${unit}`, `≤ ${aim}${unit}`, verdict];
}

function printTable(heads, lines) {
  const widths = heads.map((_, column) => Math.max(...[heads, ...lines].map((line) => line[column].length)));
  const format = (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  process.stdout.write(`${[format(heads), rule, ...lines.map(format)].join("\n")}\n`);
}
