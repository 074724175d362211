// A hundred components in one order group through the whole chain of an update, against the bare spawns of the very same
// calls with the same parallelism: what journal, machine and work dirs cost beside the calls themselves.

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { interleave, median } from "./measure.mjs";
import { makeSystem, writeArtifact } from "./system.mjs";

const COMPONENTS = 100;
const ROUNDS = 5;

export async function benchManyComponents(parent) {
  const folder = join(parent, "many-components");
  mkdirSync(folder);
  const ids = Array.from({ length: COMPONENTS }, (_, index) => `C${String(index).padStart(3, "0")}`);
  const system = makeSystem({ folder, interfaceName: "chain", ids });
  const artifact = await makeArtifact(folder);
  const waves = await recordWaves(folder, system, artifact);
  const executable = join(folder, "data", "interfaces", "v1", "chain");
  const [ours, bare] = await interleave(
    ROUNDS,
    () => system.install(artifact),
    () => spawnAll({ executable, waves, cwd: folder }),
  );
  const [our, their] = [ours, bare].map((runs) => median(runs.map((run) => run.milliseconds)));
  return [
    {
      what: `${COMPONENTS} components, ${waves.flat().length} calls`,
      measured: `install ${(our / 1000).toFixed(2)} s, ${Math.max(...ours.map((run) => run.peakMebibytes)).toFixed(0)} MiB`,
      against: `bare spawns ${(their / 1000).toFixed(2)} s`,
      figure: our / their,
      aim: 1.25,
    },
  ];
}

async function makeArtifact(folder) {
  const file = join(folder, "payload");
  const path = join(folder, "small.mender");
  writeFileSync(file, "a small payload\n");
  await writeArtifact({ type: "chain", name: "small", file, path });
  return path;
}

/** One install in which the interface writes down its calls. Each name is a wave: all components are in it at once. */
async function recordWaves(folder, system, artifact) {
  const log = join(folder, "data", "interfaces", "v1", "calls");
  writeFileSync(log, "");
  await system.install(artifact);
  const calls = readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  rmSync(log);
  return [...new Set(calls.map(([name]) => name))].map((name) => calls.filter((call) => call[0] === name));
}

async function spawnAll({ executable, waves, cwd }) {
  const startedAt = performance.now();
  for (const calls of waves) await Promise.all(calls.map((call) => spawnOne(executable, call, cwd)));
  return { milliseconds: performance.now() - startedAt };
}

function spawnOne(executable, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream.resume();
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(" ")} ended with ${code}`))));
  });
}
