// The key of the configuration that is about git modules. What a command is told on its command line overrides it.

import { type ConfigReader, numberIn, objectIn, textIn, type Values } from "../config-reader.js";

export const KEYS_OF_MODULES = ["Modules"];

export interface ModulesSettings {
  readonly repositoryUrl?: string;
  /** A branch, a tag or a commit. */
  readonly branch?: string;
  /** Absolute: the folder with `modules`, `index.json` and `manifest.json`. */
  readonly path?: string;
  /** Absolute: the working copy. */
  readonly localRepository?: string;
  readonly jobs?: number;
  /** Undefined where it is not said: then it is required where manifests or artifacts need a signature. */
  readonly isSignatureRequired?: boolean;
  /** Absolute; empty where nobody is named. */
  readonly allowedSigners: readonly string[];
  /** For one run of one module. */
  readonly timeoutSeconds?: number;
  readonly syncTimeoutSeconds?: number;
  /** Of the repository. */
  readonly maxSizeBytes?: number;
}

const KEYS = [
  "RepositoryUrl",
  "Branch",
  "Path",
  "LocalRepository",
  "Jobs",
  "RequireSigned",
  "AllowedSigners",
  "TimeoutSeconds",
  "SyncTimeoutSeconds",
  "MaxSizeBytes",
] as const;

/** Undefined where nothing is configured. */
export function modulesSettings(reader: ConfigReader): ModulesSettings | undefined {
  const settings = objectIn(reader, "Modules", KEYS);
  if (settings === undefined) return undefined;
  const isRequired = isSignatureRequired(reader, settings["RequireSigned"]);
  return {
    ...textsIn(reader, settings),
    ...numbersIn(reader, settings),
    ...(isRequired !== undefined && { isSignatureRequired: isRequired }),
    allowedSigners: signersIn(reader, settings["AllowedSigners"]),
  };
}

function textsIn(reader: ConfigReader, settings: Values) {
  const text = (key: (typeof KEYS)[number]) => textIn(reader, settings[key], `Modules.${key}`);
  const [repositoryUrl, branch, path] = [text("RepositoryUrl"), text("Branch"), text("Path")];
  const localRepository = text("LocalRepository");
  return {
    ...(repositoryUrl && { repositoryUrl }),
    ...(branch && { branch }),
    ...(path && { path: reader.absolute(path) }),
    ...(localRepository && { localRepository: reader.absolute(localRepository) }),
  };
}

function numbersIn(reader: ConfigReader, settings: Values) {
  const number = (key: (typeof KEYS)[number]) => numberIn(reader, settings[key], `Modules.${key}`);
  const [jobs, timeoutSeconds] = [number("Jobs"), number("TimeoutSeconds")];
  const [syncTimeoutSeconds, maxSizeBytes] = [number("SyncTimeoutSeconds"), number("MaxSizeBytes")];
  if (jobs !== undefined && !Number.isInteger(jobs)) {
    return reader.refuse(
      "Modules.Jobs is not a whole number",
      "Write how many modules may run at once, 4 for example.",
    );
  }
  return {
    ...(jobs && { jobs }),
    ...(timeoutSeconds && { timeoutSeconds }),
    ...(syncTimeoutSeconds && { syncTimeoutSeconds }),
    ...(maxSizeBytes && { maxSizeBytes: Math.min(Math.ceil(maxSizeBytes), Number.MAX_SAFE_INTEGER) }),
  };
}

function isSignatureRequired(reader: ConfigReader, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === "boolean") return value;
  return reader.refuse("Modules.RequireSigned is not true or false", "Write it without quotes.");
}

/** One file, or a list of files. */
function signersIn(reader: ConfigReader, value: unknown): readonly string[] {
  const paths = value === undefined || Array.isArray(value) ? (value ?? []) : [value];
  return paths.map((path: unknown) => {
    if (typeof path === "string" && path !== "") return reader.absolute(path);
    const hint = "Name a file of `ssh-keygen -Y` (allowed signers), or files with OpenPGP public keys.";
    return reader.refuse("Modules.AllowedSigners has an entry that is no path", hint);
  });
}
