// A bundle of 1 GiB, two artifacts of a half each for two order groups, installed from a file and from a pipe: how much of the disk it
// takes besides the bundle itself, and how much memory. The data store is looked at while the install runs; whatever the program
// keeps, it keeps there.

import { spawn } from "node:child_process";
import { copyFileSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { measure } from "./measure.mjs";
import { writePayload } from "./payload.mjs";
import { makeSystem, program, writeArtifact } from "./system.mjs";

const TYPES = ["consume", "consume-too"];
const ARTIFACT_MEBIBYTES = 512;
const DISK_AIM_PERCENT = 5;
const MEMORY_AIM_MEBIBYTES = 100;
const POLL_MILLISECONDS = 10;

export async function benchBundle(parent) {
  const folder = join(parent, "bundle");
  mkdirSync(folder);
  const { environment } = makeSystem({ folder, interfaceName: TYPES[0], ids: [] });
  const interfaces = join(folder, "data", "interfaces", "v1");
  copyFileSync(join(interfaces, TYPES[0]), join(interfaces, TYPES[1]));
  const bundle = await makeBundle(folder, environment);
  const store = join(folder, "store");
  return [
    ...(await benchInstall("1 GiB bundle from a file", { bundle, store }, (path) => install(path, environment))),
    ...(await benchInstall("1 GiB bundle from a pipe", { bundle, store }, (path) => {
      const cat = spawn("cat", [path], { stdio: ["ignore", "pipe", "inherit"] });
      return install("-", environment, cat.stdout);
    })),
  ];
}

function install(manifest, environment, stdin = "ignore") {
  const options = { env: environment, stdio: [stdin, "pipe", "pipe"] };
  return measure(process.execPath, [program, "--log-level", "error", "install", manifest], options);
}

async function makeBundle(folder, environment) {
  const payload = join(folder, "payload");
  await writePayload(payload, ARTIFACT_MEBIBYTES);
  for (const type of TYPES) {
    const path = join(folder, `${type}.mender`);
    await writeArtifact({ type, name: type, file: payload, path, compression: "none" });
  }
  const [manifest, bundle] = [join(folder, "manifest.yaml"), join(folder, "system.bundle")];
  writeFileSync(manifest, manifestText());
  await measure(process.execPath, [program, "bundle", "create", manifest, "-o", bundle], { env: environment });
  for (const name of ["payload", ...TYPES.map((type) => `${type}.mender`)]) rmSync(join(folder, name));
  return bundle;
}

function manifestText() {
  const types = TYPES.flatMap((type, i) => [
    `  ${type}:`,
    `    artifact_path: ${type}.mender`,
    `    update_strategy: { order: ${i + 1} }`,
  ]);
  const components = TYPES.map((type) => `  - { component_type: ${type}, id: "one" }`);
  const head = ["api_version: mender/v1", "kind: update_manifest", 'version: "bench"', "component_types:"];
  return [...head, ...types, "components:", ...components, ""].join("\n");
}

async function benchInstall(what, { bundle, store }, run) {
  const before = diskBytes(store);
  const running = run(bundle);
  const [{ peakMebibytes, milliseconds }, peak] = await Promise.all([running, watchPeak(store, running)]);
  const measured = `install ${(milliseconds / 1000).toFixed(1)} s`;
  const [size, taken] = [statSync(bundle).size, peak - before];
  return [
    {
      what: `${what}, peak disk`,
      measured: `${measured}, ${(taken / 1024).toFixed(0)} KiB`,
      figure: (100 * taken) / size,
      aim: DISK_AIM_PERCENT,
      unit: " %",
    },
    { what: "… peak memory", measured, figure: peakMebibytes, aim: MEMORY_AIM_MEBIBYTES, unit: " MiB" },
  ];
}

async function watchPeak(folder, running) {
  let [peak, isOver] = [0, false];
  const over = () => {
    isOver = true;
  };
  running.then(over, over);
  while (!isOver) {
    peak = Math.max(peak, diskBytes(folder));
    await pause(POLL_MILLISECONDS);
  }
  return peak;
}

/** What a folder takes on the disk, as du counts it; what is removed meanwhile counts for nothing. */
function diskBytes(path) {
  try {
    const status = lstatSync(path);
    const below = status.isDirectory() ? readdirSync(path).map((name) => diskBytes(join(path, name))) : [];
    return below.reduce((sum, bytes) => sum + bytes, status.blocks * 512);
  } catch {
    return 0;
  }
}
