// An artifact of 512 MiB from an https server on loopback into an interface that consumes it, against curl of the same URL piped
// into the same consumer, which verifies nothing: at the speed of a gigabit line, and as fast as loopback goes. The server is a
// process of its own, and the same for both.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, measure, median } from "./measure.mjs";
import { writePayload } from "./payload.mjs";
import { makeSystem, writeArtifact } from "./system.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ROUNDS = 5;
const SIZE_MEBIBYTES = 512;
/** What the interface does with a stream. */
const CURL_INTO_CONSUMER = 'set -o pipefail; curl --silent --show-error --fail --cacert "$1" "$2" | cat > /dev/null';

/** What a gigabit line carries of a file. */
const GIGABIT_BYTES_PER_SECOND = 118_000_000;

export async function benchDownload(parent) {
  const missing = ["curl", "openssl", "bash"].filter((name) => spawnSync("which", [name]).status !== 0);
  if (missing.length > 0) return [{ what: "download, time", skipped: `${missing.join(", ")} missing` }];
  const folder = join(parent, "download");
  mkdirSync(folder);
  const artifact = await makeArtifact(folder);
  const server = await startServer(folder, artifact);
  try {
    const line = `${server.url}?rate=${GIGABIT_BYTES_PER_SECOND}`;
    return [
      ...(await benchAgainstCurl(folder, {
        what: `download of ${SIZE_MEBIBYTES} MiB at 1 Gbit/s, time`,
        url: line,
        aim: 1.3,
      })),
      ...(await benchAgainstCurl(folder, { what: "… as fast as loopback goes", url: server.url })),
    ];
  } finally {
    server.stop();
  }
}

async function makeArtifact(folder) {
  const [file, path] = [join(folder, "payload"), join(folder, "artifact.mender")];
  await writePayload(file, SIZE_MEBIBYTES);
  await writeArtifact({ type: "consume", name: "download", file, path, compression: "none" });
  rmSync(file);
  return path;
}

async function startServer(folder, artifact) {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const pair = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  spawnSync("openssl", ["req", "-x509", ...pair, ...name]);
  const child = spawn(process.execPath, [join(here, "download-server.mjs"), cert, key, artifact]);
  const port = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data).trim())));
  return { url: `https://127.0.0.1:${port}/artifact.mender`, stop: () => child.kill() };
}

async function benchAgainstCurl(folder, { what, url, aim }) {
  const [streamed, cached] = [makeGateway(folder, false), makeGateway(folder, true)];
  const curl = () => measure("bash", ["-c", CURL_INTO_CONSUMER, "bash", join(folder, "cert.pem"), url]);
  const runs = await interleave(
    ROUNDS,
    () => streamed.install(url),
    () => cached.install(url),
    curl,
  );
  const [ours, ourCached, theirs] = runs.map((side) => median(side.map(({ milliseconds }) => milliseconds)));
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
  const against = `curl | the same consumer ${seconds(theirs)}`;
  const memory = Math.max(...runs[0].map((run) => run.peakMebibytes));
  return [
    { what, measured: `install ${seconds(ours)}, ${memory.toFixed(0)} MiB`, against, figure: ours / theirs, aim },
    { what: "… and into the cache", measured: `install ${seconds(ourCached)}`, against, figure: ourCached / theirs },
  ];
}

/** Each install finds an empty data store, and with it an empty cache. */
function makeGateway(parent, hasCache) {
  const folder = join(parent, hasCache ? "cached" : "streamed");
  const system = makeSystem({ folder, interfaceName: "consume", ids: ["one"] });
  const config = { ServerCertificate: join(parent, "cert.pem"), ArtifactsCache: { Enabled: hasCache } };
  writeFileSync(join(folder, "etc", "mender-orchestrator.conf"), JSON.stringify(config));
  return {
    install: (url) => {
      rmSync(join(folder, "store"), { recursive: true, force: true });
      mkdirSync(join(folder, "store"));
      return system.install(url);
    },
  };
}
