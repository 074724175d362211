// A gzip artifact of 200 MiB into an interface that consumes it, against the standalone install of the same file by the
// Mender client into an update module that is the same executable; and the memory at 200 MiB and at 2 GiB.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { interleave, median } from "./measure.mjs";
import { makeMenderClient } from "./mender-client.mjs";
import { writePayload } from "./payload.mjs";
import { makeSystem, writeArtifact } from "./system.mjs";

const ROUNDS = 5;
const MEMORY_AIM_MEBIBYTES = 100;

export async function benchStreaming(parent) {
  const folder = join(parent, "streaming");
  mkdirSync(folder);
  const system = makeSystem({ folder, interfaceName: "consume", ids: ["one"] });
  const small = await makeArtifact(folder, 200);
  const rows = [...(await benchAgainstMender(folder, system, small)), await benchMemory(system, small, "200 MiB")];
  rmSync(small);
  const large = await makeArtifact(folder, 2048);
  return [...rows, await benchMemory(system, large, "2 GiB")];
}

async function makeArtifact(folder, sizeMebibytes) {
  const file = join(folder, "payload");
  const path = join(folder, `${sizeMebibytes}.mender`);
  await writePayload(file, sizeMebibytes);
  await writeArtifact({ type: "consume", name: `payload-${sizeMebibytes}`, file, path });
  rmSync(file);
  return path;
}

async function benchAgainstMender(folder, system, artifact) {
  const what = "200 MiB gzip, time";
  const mender = makeMenderClient(join(folder, "mender"));
  if (mender.missing) return [{ what, skipped: mender.missing }];
  const [ours, theirs] = await interleave(
    ROUNDS,
    () => system.install(artifact),
    () => mender.install(artifact),
  );
  const [our, their] = [ours, theirs].map((runs) => median(runs.map((run) => run.milliseconds)));
  const memory = Math.max(...theirs.map((run) => run.peakMebibytes));
  return [
    {
      what,
      measured: `install ${(our / 1000).toFixed(2)} s`,
      against: `mender install ${(their / 1000).toFixed(2)} s, ${memory.toFixed(0)} MiB`,
      figure: our / their,
      aim: 0.8,
    },
  ];
}

async function benchMemory(system, artifact, size) {
  const { peakMebibytes, milliseconds } = await system.install(artifact);
  return {
    what: `${size} gzip, peak memory`,
    measured: `install ${(milliseconds / 1000).toFixed(1)} s`,
    figure: peakMebibytes,
    aim: MEMORY_AIM_MEBIBYTES,
    unit: " MiB",
  };
}
