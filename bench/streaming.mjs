// A gzip artifact of 200 MiB into an interface that consumes it, against the standalone install of the same file by the
// Mender client into an update module that is the same executable, unsigned and signed; and the memory at 200 MiB and at 2 GiB.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { interleave, measure, median } from "./measure.mjs";
import { makeMenderClient } from "./mender-client.mjs";
import { writePayload } from "./payload.mjs";
import { makeSystem, program, writeArtifact } from "./system.mjs";

const ROUNDS = 5;
const MEMORY_AIM_MEBIBYTES = 100;

export async function benchStreaming(parent) {
  const folder = join(parent, "streaming");
  mkdirSync(folder);
  const system = makeSystem({ folder, interfaceName: "consume", ids: ["one"] });
  const small = await makeArtifact(folder, 200);
  const unsigned = { what: "200 MiB gzip, time", mender: makeMenderClient(join(folder, "mender")), aim: 0.8 };
  const rows = [
    ...(await benchAgainstMender(system, small, unsigned)),
    await benchMemory(system, small, "200 MiB"),
    ...(await benchSigned(join(folder, "signed"))),
  ];
  rmSync(small);
  const large = await makeArtifact(folder, 2048);
  return [...rows, await benchMemory(system, large, "2 GiB")];
}

/** Both sides are given the public key, and refuse what it has not signed. */
async function benchSigned(folder) {
  mkdirSync(folder);
  const key = join(folder, "release");
  await measure(process.execPath, [program, "keys", "generate", "--type", "ecdsa-p256", "-o", key]);
  const verifyKey = `${key}.pub.pem`;
  const system = makeSystem({ folder, interfaceName: "consume", ids: ["one"] });
  system.configure({ ArtifactVerifyKey: verifyKey });
  const artifact = await makeArtifact(folder, 200, `${key}.pem`);
  const mender = makeMenderClient(join(folder, "mender"), verifyKey);
  const rows = await benchAgainstMender(system, artifact, { what: "200 MiB gzip, signed, time", mender, aim: 0.9 });
  rmSync(artifact);
  return rows;
}

async function makeArtifact(folder, sizeMebibytes, key) {
  const file = join(folder, "payload");
  const path = join(folder, `${sizeMebibytes}.mender`);
  await writePayload(file, sizeMebibytes);
  await writeArtifact({ type: "consume", name: `payload-${sizeMebibytes}`, file, path, key });
  rmSync(file);
  return path;
}

async function benchAgainstMender(system, artifact, { what, mender, aim }) {
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
      aim,
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
