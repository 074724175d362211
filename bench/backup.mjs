// A tree of 15,000 files and about 300 MB: its first backup, the next one when nothing has changed, and its restore, against restic,
// borg and GNU tar. Wall-clock time is what one waits for, and processor time is what does not count other programs' work: a row
// each. What the one before has written is brought to the disk before each run, so that nobody waits for another's.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { borg, makeKey, orchestrator, restic, tar } from "./backup-tools.mjs";
import { makeTree } from "./backup-tree.mjs";
import { median } from "./measure.mjs";

const ROUNDS = 3;
const STEPS = ["first", "repeat", "restore", "replace"];

export async function benchBackup(parent) {
  const folder = join(parent, "backup");
  const tree = join(folder, "tree");
  mkdirSync(folder);
  const mebibytes = Math.round(makeTree(tree) / 2 ** 20);
  const key = makeKey(folder);
  const tools = toolsOn({ folder, tree }, key);
  const runs = await runAll(tools, folder);
  return comparisons(key !== undefined).flatMap((comparison) => rowsOf(comparison, { tools, runs, mebibytes }));
}

function toolsOn(place, key) {
  const sealed = key && { ...place, ...key };
  return {
    orchestrator: orchestrator(place),
    restic: restic(place),
    "borg, plain": borg({ ...place, encryption: "none" }),
    "borg, encrypted": borg({ ...place, encryption: "repokey" }),
    tar: tar(place),
    ...(sealed && { "orchestrator, encrypted": orchestrator(sealed), "tar | age": tar(sealed) }),
  };
}

/** Step by step, so that no tool has the caches to itself. Answers with the runs of each tool and step. */
async function runAll(tools, folder) {
  const present = Object.entries(tools).filter(([, { missing }]) => missing === undefined);
  const runs = Object.fromEntries(present.flatMap(([name]) => STEPS.map((step) => [`${name} ${step}`, []])));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const step of STEPS) {
      for (const [name, tool] of present.filter(([, each]) => each[step] !== undefined)) {
        spawnSync("sync", ["-f", folder]);
        runs[`${name} ${step}`].push(await tool[step](round));
      }
    }
  }
  return runs;
}

function comparisons(hasKey) {
  const plain = "orchestrator";
  const sealed = "orchestrator, encrypted";
  return [
    { what: "first backup", ours: [plain, "first"], theirs: ["tar", "first"] },
    { what: "first backup", ours: [plain, "first"], theirs: ["borg, plain", "first"] },
    { what: "repeat", ours: [plain, "repeat"], theirs: ["restic", "repeat"], aim: 1 },
    { what: "repeat", ours: [plain, "repeat"], theirs: ["borg, plain", "repeat"] },
    { what: "restore", ours: [plain, "restore"], theirs: ["tar", "restore"], aim: 1.2 },
    { what: "restore", ours: [plain, "restore"], theirs: ["tar", "replace"], aim: 1.2 },
    { what: "restore", ours: [plain, "restore"], theirs: ["borg, plain", "restore"] },
    ...(hasKey
      ? [
          { what: "encrypted first backup", ours: [sealed, "first"], theirs: ["restic", "first"], aim: 1 },
          { what: "encrypted first backup", ours: [sealed, "first"], theirs: ["borg, encrypted", "first"], aim: 1 },
          { what: "encrypted first backup", ours: [sealed, "first"], theirs: ["tar | age", "first"] },
          { what: "encrypted repeat", ours: [sealed, "repeat"], theirs: ["restic", "repeat"], aim: 1 },
          { what: "encrypted repeat", ours: [sealed, "repeat"], theirs: ["borg, encrypted", "repeat"] },
          { what: "encrypted restore", ours: [sealed, "restore"], theirs: ["tar | age", "restore"], aim: 1.2 },
          { what: "encrypted restore", ours: [sealed, "restore"], theirs: ["tar | age", "replace"], aim: 1.2 },
          { what: "encrypted restore", ours: [sealed, "restore"], theirs: ["restic", "restore"] },
          { what: "encrypted restore", ours: [sealed, "restore"], theirs: ["borg, encrypted", "restore"] },
        ]
      : []),
  ];
}

function rowsOf({ what, ours, theirs, aim }, { tools, runs, mebibytes }) {
  const title = `${what} of ${mebibytes} MiB`;
  const { missing } = tools[theirs[0]];
  if (missing) return [{ what: title, skipped: missing }];
  const row = (name, unit) => {
    const [our, their] = [ours, theirs].map((side) => median(runs[side.join(" ")].map((run) => run[unit])));
    const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
    const against = `${theirs[1] === "replace" ? `rm, ${theirs[0]}, sync` : theirs[0]} ${seconds(their)}`;
    return { what: name, measured: seconds(our), against, figure: our / their, ...(aim && { aim }) };
  };
  return [row(`${title}, time`, "milliseconds"), row("… processor time", "processorMilliseconds")];
}
