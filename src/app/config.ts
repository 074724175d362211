// The configuration file: JSON, first in the configuration directory, then in the data store (interface-protocol,
// section 6). A key this program does not carry out yet is refused when ignoring it would be unsafe, else it is left alone.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { type Directories, directoryNameOf } from "./directories.js";

export interface Config {
  readonly interfaceTimeoutSeconds: number;
  readonly logLevel?: string;
  readonly manifestComponents?: string;
  readonly topologyComponents?: string;
}

/** Four hours, as the protocol says. */
export const DEFAULT_INTERFACE_TIMEOUT_SECONDS = 14_400;
const MAX_CONFIG_BYTES = 1024 * 1024;

/** Without these an artifact that nobody signed would be installed where the owner asked for a check. */
const REFUSED_KEYS = ["ArtifactVerifyKey", "ArtifactVerifyKeys"];

export function readConfig(programName: string, directories: Directories): Config {
  const fileName = `${directoryNameOf(programName)}.conf`;
  for (const folder of [directories.configuration, directories.datastore]) {
    const path = join(folder, fileName);
    const text = readIfPresent(path);
    if (text !== undefined) return parseConfig(text, path);
  }
  return { interfaceTimeoutSeconds: DEFAULT_INTERFACE_TIMEOUT_SECONDS };
}

export function parseConfig(text: string, path: string): Config {
  const values = parseObject(text, path);
  const refused = REFUSED_KEYS.find((key) => key in values);
  if (refused !== undefined) {
    throw fault(path, `${refused} is set, but this version cannot verify signatures`, "Remove it to install unsigned.");
  }
  return {
    interfaceTimeoutSeconds: seconds(values["InterfaceTimeoutSeconds"], path),
    ...optionalText("logLevel", values["LogLevel"], { path, key: "LogLevel" }),
    ...optionalText("manifestComponents", values["ManifestComponents"], { path, key: "ManifestComponents" }),
    ...optionalText("topologyComponents", values["TopologyComponents"], { path, key: "TopologyComponents" }),
  };
}

function readIfPresent(path: string): string | undefined {
  try {
    if (statSync(path).size > MAX_CONFIG_BYTES) throw fault(path, "the file is larger than 1 MiB", "Check the path.");
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT" || systemCodeOf(thrown) === "ENOTDIR") return undefined;
    if (thrown instanceof OrchestratorError) throw thrown;
    throw fault(path, `it cannot be read (${systemCodeOf(thrown) ?? messageOf(thrown)})`, "Check its permissions.");
  }
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch (thrown) {
    throw fault(path, `it is not JSON: ${messageOf(thrown)}`, "Correct the file.");
  }
  throw fault(path, "it is not a JSON object", 'Write { "InterfaceTimeoutSeconds": 14400 }, for example.');
}

function seconds(value: unknown, path: string): number {
  if (value === undefined) return DEFAULT_INTERFACE_TIMEOUT_SECONDS;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw fault(path, "InterfaceTimeoutSeconds is not a number above 0", "Write a number of seconds.");
}

function optionalText<Name extends string>(
  name: Name,
  value: unknown,
  { path, key }: { readonly path: string; readonly key: string },
): { readonly [key in Name]?: string } {
  if (value === undefined || value === "") return {};
  if (typeof value === "string") return { [name]: value } as { readonly [key in Name]: string };
  throw fault(path, `${key} is not a string`, "Write it in quotes.");
}

function fault(path: string, message: string, hint: string): OrchestratorError {
  return new OrchestratorError({
    code: "CONFIG_INVALID",
    message: `the configuration cannot be used: ${message}`,
    hint,
    location: { file: path },
  });
}
