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
  const { calls, parallelism } = await recordCalls(folder, system, artifact);
  const executable = join(folder, "data", "interfaces", "v1", "chain");
  const [ours, bare] = await interleave(
    ROUNDS,
    () => system.install(artifact),
    () => spawnAll({ executable, calls, parallelism, cwd: folder }),
  );
  const [our, their] = [ours, bare].map((runs) => median(runs.map((run) => run.milliseconds)));
  return [
    {
      what: `${COMPONENTS} components, ${calls.length} calls`,
      measured: `install ${(our / 1000).toFixed(2)} s, ${Math.max(...ours.map((run) => run.peakMebibytes)).toFixed(0)} MiB`,
      against: `bare spawns, ${parallelism} at once ${(their / 1000).toFixed(2)} s`,
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

/** One install in which the interface writes down its calls: which there are, and how many ran at once at most. */
async function recordCalls(folder, system, artifact) {
  const log = join(folder, "data", "interfaces", "v1", "calls");
  writeFileSync(log, "");
  await system.install(artifact);
  const lines = readFileSync(log, "utf8").trim().split("\n");
  rmSync(log);
  const calls = lines.filter((line) => line.startsWith("begin ")).map((line) => line.split(" ").slice(1));
  return { calls, parallelism: mostAtOnce(lines) };
}

function mostAtOnce(lines) {
  let [running, most] = [0, 0];
  for (const line of lines) {
    running += line.startsWith("begin ") ? 1 : -1;
    most = Math.max(most, running);
  }
  return most;
}

async function spawnAll({ executable, calls, parallelism, cwd }) {
  const startedAt = performance.now();
  const waiting = [...calls];
  const worker = async () => {
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) await spawnOne(executable, call, cwd);
  };
  await Promise.all(Array.from({ length: parallelism }, worker));
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
