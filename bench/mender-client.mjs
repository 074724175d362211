// The Mender client's standalone install. It finds its modules and its identity at fixed places, so it runs in a mount
// namespace of its own where these places are ours; nothing of the machine is changed.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const IN_NAMESPACE = `
  mount --bind "$1/modules" /usr/share/mender/modules/v3 &&
  mount --bind "$1/etc" /etc/mender &&
  exec mender --no-syslog -c "$1/mender.conf" -d "$1/data" "$2" $3`;

/**
 * @param {string} [verifyKey] with which it verifies signatures
 * @returns {{ missing: string } | { install(artifact: string): ReturnType<typeof measure> }}
 */
export function makeMenderClient(folder, verifyKey) {
  const missing = whatIsMissing();
  if (missing) return { missing };
  for (const name of ["modules", "etc", "data"]) mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(join(here, "interfaces", "consume"), join(folder, "modules", "consume"));
  writeFileSync(join(folder, "mender.conf"), JSON.stringify(verifyKey ? { ArtifactVerifyKey: verifyKey } : {}));
  writeFileSync(join(folder, "etc", "artifact_info"), "artifact_name=none\n");
  writeFileSync(join(folder, "data", "device_type"), "device_type=consume\n");
  const inNamespace = (...args) => measure("unshare", ["-m", "sh", "-c", IN_NAMESPACE, "sh", folder, ...args]);
  return {
    /** Only the install is measured; the commit afterwards makes the client ready for the next one. */
    install: async (artifact) => {
      const result = await inNamespace("install", artifact);
      await inNamespace("commit", "");
      return result;
    },
  };
}

function whatIsMissing() {
  const missing = ["mender", "unshare"].filter((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0);
  if (missing.length > 0) return `${missing.join(", ")} missing`;
  return process.getuid() === 0 ? undefined : "needs to run as root";
}
