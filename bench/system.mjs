// A system to measure on: a folder with a manifest, its artifacts, and interfaces that do as little as possible.

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const program = join(dirname(here), "dist", "main.js");

/**
 * @param {{ folder: string, interfaceName: string, ids: readonly string[] }} options
 * One component type, named like its interface (an executable of bench/interfaces).
 */
export function makeSystem({ folder, interfaceName, ids }) {
  const interfaces = join(folder, "data", "interfaces", "v1");
  for (const path of [interfaces, join(folder, "store"), join(folder, "etc")]) mkdirSync(path, { recursive: true });
  copyFileSync(join(here, "interfaces", interfaceName), join(interfaces, interfaceName));
  const environment = {
    ...process.env,
    MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "etc"),
    MENDER_ORCHESTRATOR_DATA_DIR: join(folder, "data"),
    MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
  };
  return {
    environment,
    configure: (config) => writeFileSync(join(folder, "etc", "mender-orchestrator.conf"), JSON.stringify(config)),
    /** Installs an artifact on every component of the system; the store remembers nothing of earlier runs. */
    install: (artifactPath) => {
      const manifest = join(folder, "manifest.yaml");
      writeFileSync(manifest, manifestText({ interfaceName, ids, artifactPath }));
      return measure(process.execPath, [program, "--log-level", "error", "install", manifest], { env: environment });
    },
  };
}

export function writeArtifact({ type, name, file, path, compression = "gzip", key }) {
  const header = ["--type", type, "--compatible-type", type, "--name", name];
  const rest = ["--compression", compression, "--file", file, "--output-path", path];
  const signing = key === undefined ? [] : ["--key", key];
  return measure(process.execPath, [program, "artifact", "write", ...header, ...rest, ...signing]);
}

function manifestText({ interfaceName, ids, artifactPath }) {
  return [
    "api_version: mender/v1",
    "kind: update_manifest",
    'version: "bench"',
    "component_types:",
    `  ${interfaceName}:`,
    `    artifact_path: ${artifactPath}`,
    "components:",
    ...ids.flatMap((id) => [`  - component_type: ${interfaceName}`, `    id: "${id}"`]),
    "",
  ].join("\n");
}
