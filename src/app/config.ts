// The configuration file: JSON, first in the configuration directory, then in the data store (interface-protocol,
// section 6). A key of the protocol that this program does not carry out yet is left alone;
// one that nobody knows is probably misspelt, which is said in the log. Keys that begin with `x-` are the owner's own.

import { dirname, join, resolve } from "node:path";
import type { CacheSettings, DownloadSettings } from "../artifacts/index.js";
import { didYouMean, type Log, messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { readRegularFile } from "../durable/index.js";
import { KEYS_OF_ROLLBACK_POINTS, type RollbackPointSettings, rollbackPointSettings } from "./backup/settings.js";
import { type Directories, directoryNameOf } from "./directories.js";
import { cacheSettings, downloadSettings, KEYS_OF_DOWNLOADS } from "./download-settings.js";
import { KEYS_OF_MODULES, type ModulesSettings, modulesSettings } from "./modules/settings.js";
import { KEYS_OF_KEEPING, type KeepArtifacts, keepSetting } from "./return/keep-setting.js";
import { KEYS_OF_TRUST, type TrustSettings, trustSettings } from "./trust/settings.js";
import { KEYS_OF_VERIFYING, verifyKeyPaths } from "./verify-key-paths.js";

export interface Config {
  /** Absolute, in the order in which they are tried. Undefined where artifacts need no signature; never empty. */
  readonly artifactVerifyKeys?: readonly string[];
  /** Undefined where nothing of the kind is configured. */
  readonly downloads?: DownloadSettings;
  /** Undefined where the cache is off. */
  readonly artifactsCache?: CacheSettings;
  readonly interfaceTimeoutSeconds: number;
  /** Undefined for the default. */
  readonly keepArtifacts?: KeepArtifacts;
  readonly logLevel?: string;
  readonly manifestComponents?: string;
  /** Who may sign manifests, with absolute paths. Undefined where they need no signature. */
  readonly manifestTrust?: TrustSettings;
  /** Undefined where nothing is said of git modules. */
  readonly modules?: ModulesSettings;
  /** How long the planner may take; undefined for the default. */
  readonly planningTimeoutSeconds?: number;
  /** Undefined where nothing of the kind is configured. */
  readonly rollbackPoints?: RollbackPointSettings;
  readonly topologyComponents?: string;
}

/** Four hours, as the protocol says. */
export const DEFAULT_INTERFACE_TIMEOUT_SECONDS = 14_400;
const MAX_CONFIG_BYTES = 1024 * 1024;

/** Those of the protocol, also where nothing is done with them yet. */
const KNOWN_KEYS = [
  ...KEYS_OF_VERIFYING,
  ...KEYS_OF_TRUST,
  ...KEYS_OF_DOWNLOADS,
  ...KEYS_OF_ROLLBACK_POINTS,
  ...KEYS_OF_MODULES,
  ...KEYS_OF_KEEPING,
  "InterfaceTimeoutSeconds",
  "LogLevel",
  "ManifestComponents",
  "ManifestStore",
  "PlanningTimeoutSeconds",
  "TopologyComponents",
];

const LOG_LEVELS = ["trace", "debug", "info", "warning", "error", "fatal"];

/** Throws CONFIG_INVALID. The log is told of keys that nobody knows. */
export function readConfig(programName: string, directories: Directories, log: Pick<Log, "warning">): Config {
  const fileName = `${directoryNameOf(programName)}.conf`;
  for (const folder of [directories.configuration, directories.datastore]) {
    const path = join(folder, fileName);
    const text = readIfPresent(path);
    if (text !== undefined) return parseConfig(text, path, log);
  }
  return { interfaceTimeoutSeconds: DEFAULT_INTERFACE_TIMEOUT_SECONDS };
}

/** `path` is absolute. The files that the configuration names are relative to its own folder. */
export function parseConfig(text: string, path: string, log: Pick<Log, "warning">): Config {
  const values = parseObject(text, path);
  warnOfUnknownKeys(Object.keys(values), path, log);
  const verifyKeys = verifyKeyPaths(values);
  if (!verifyKeys.ok)
    throw fault(path, verifyKeys.message, "Name a file with a public key, or remove it to install unsigned.");
  const manifestTrust = manifestTrustIn(values, path);
  return {
    ...(manifestTrust && { manifestTrust }),
    ...settingsIn(values, path),
    ...(verifyKeys.paths && { artifactVerifyKeys: verifyKeys.paths.map((name) => resolve(dirname(path), name)) }),
    interfaceTimeoutSeconds: seconds("InterfaceTimeoutSeconds", values, path) ?? DEFAULT_INTERFACE_TIMEOUT_SECONDS,
    ...optionalSeconds("planningTimeoutSeconds", seconds("PlanningTimeoutSeconds", values, path)),
    ...optional("logLevel", logLevel(textOf("LogLevel", values, path), path)),
    ...optional("manifestComponents", fileNamed(textOf("ManifestComponents", values, path), path)),
    ...optional("topologyComponents", fileNamed(textOf("TopologyComponents", values, path), path)),
  };
}

function settingsIn(
  values: Readonly<Record<string, unknown>>,
  path: string,
): Pick<Config, "downloads" | "artifactsCache" | "rollbackPoints" | "modules" | "keepArtifacts"> {
  const refuse = (message: string, hint: string): never => {
    throw fault(path, message, hint);
  };
  const reader = { values, refuse, absolute: (name: string) => resolve(dirname(path), name) };
  const [downloads, artifactsCache] = [downloadSettings(reader), cacheSettings(reader)];
  const [rollbackPoints, modules] = [rollbackPointSettings(reader), modulesSettings(reader)];
  const keepArtifacts = keepSetting(reader);
  return {
    ...(downloads && { downloads }),
    ...(artifactsCache && { artifactsCache }),
    ...(rollbackPoints && { rollbackPoints }),
    ...(modules && { modules }),
    ...(keepArtifacts && { keepArtifacts }),
  };
}

function manifestTrustIn(values: Readonly<Record<string, unknown>>, path: string): TrustSettings | undefined {
  const reading = trustSettings(values);
  if (!reading.ok) throw fault(path, reading.message, "See docs/trust.md, or remove it to install unsigned manifests.");
  const { settings } = reading;
  const absolute = (name: string): string => resolve(dirname(path), name);
  if (settings === undefined) return undefined;
  return settings.kind === "root"
    ? { ...settings, path: absolute(settings.path) }
    : { ...settings, paths: settings.paths.map(absolute) };
}

function warnOfUnknownKeys(keys: readonly string[], path: string, log: Pick<Log, "warning">): void {
  for (const key of keys) {
    if (KNOWN_KEYS.includes(key) || key.startsWith("x-")) continue;
    const hint = didYouMean(key, KNOWN_KEYS) ?? 'a key of your own begins with "x-"';
    log.warning(`the key ${JSON.stringify(key.slice(0, 100))} in ${path} is not known and has no effect; ${hint}`);
  }
}

function logLevel(value: string | undefined, path: string): string | undefined {
  if (value === undefined || LOG_LEVELS.includes(value)) return value;
  const levels = `Write one of ${LOG_LEVELS.join(", ")}.`;
  const meant = didYouMean(value, LOG_LEVELS);
  throw fault(
    path,
    `LogLevel is ${JSON.stringify(value)}, which is no level`,
    meant === undefined ? levels : `${meant} ${levels}`,
  );
}

function fileNamed(value: string | undefined, path: string): string | undefined {
  return value === undefined ? undefined : resolve(dirname(path), value);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readRegularFile(path, MAX_CONFIG_BYTES).toString("utf8");
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === undefined) throw fault(path, messageOf(thrown), "Check the path.");
    throw fault(path, `it cannot be read (${code})`, "Check its permissions.");
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

function seconds(key: string, values: Readonly<Record<string, unknown>>, path: string): number | undefined {
  const value = values[key];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw fault(path, `${key} is not a number above 0`, "Write a number of seconds.");
}

function optionalSeconds(
  name: "planningTimeoutSeconds",
  value: number | undefined,
): { readonly planningTimeoutSeconds?: number } {
  return value === undefined ? {} : { [name]: value };
}

/** Empty text is as good as none. */
function textOf(key: string, values: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const value = values[key];
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string") return value;
  throw fault(path, `${key} is not a string`, "Write it in quotes.");
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in Name]: string });
}

function fault(path: string, message: string, hint: string): OrchestratorError {
  return new OrchestratorError({
    code: "CONFIG_INVALID",
    message: `the configuration cannot be used: ${message}`,
    hint,
    location: { file: path },
  });
}
