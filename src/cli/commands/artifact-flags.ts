// The options of `artifact write` as the use case takes them.

import { OrchestratorError } from "../../base/index.js";
import type { WriteOptions } from "../app-types.js";

export interface WriteFlags {
  readonly type: string;
  readonly name: string;
  readonly compatibleType?: readonly string[];
  readonly file?: readonly string[];
  readonly provides?: readonly string[];
  readonly depends?: readonly string[];
  readonly dependsGroup?: readonly string[];
  readonly dependsName?: readonly string[];
  readonly clearsProvides?: readonly string[];
  readonly group?: string;
  readonly metaData?: string;
  readonly softwareFilesystem: string;
  readonly softwareName?: string;
  readonly softwareVersion?: string;
  readonly defaultSoftwareVersion: boolean;
  readonly defaultClearsProvides: boolean;
  readonly compression: WriteOptions["compression"];
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly outputPath?: string;
}

export function writeOptionsOf(flags: WriteFlags): WriteOptions {
  const { group, metaData, softwareFilesystem, softwareName, softwareVersion } = flags;
  const { compatibleType = [], file = [], provides = [], depends = [] } = flags;
  if (compatibleType.length === 0) throw invalid("--compatible-type is missing", "name at least one type");
  return {
    output: flags.outputPath ?? defaultOutput(flags.name),
    type: flags.type,
    name: flags.name,
    compatibleTypes: compatibleType,
    files: file,
    provides: Object.fromEntries(uniquePairs(provides)),
    depends: Object.fromEntries(alternatives(depends)),
    dependsGroups: flags.dependsGroup ?? [],
    dependsNames: flags.dependsName ?? [],
    clearsProvides: flags.clearsProvides ?? [],
    hasSoftwareVersion: flags.defaultSoftwareVersion,
    hasDefaultClears: flags.defaultClearsProvides,
    software: {
      filesystem: softwareFilesystem,
      ...(softwareName === undefined ? {} : { name: softwareName }),
      ...(softwareVersion === undefined ? {} : { version: softwareVersion }),
    },
    compression: flags.compression,
    ...(group === undefined ? {} : { group }),
    ...(metaData === undefined ? {} : { metaDataFile: metaData }),
  };
}

function defaultOutput(name: string): string {
  if (!name.includes("/")) return `${name}.mender`;
  throw invalid(`the name ${name} has a slash, so it cannot name the file`, "say where it goes with -o FILE");
}

/** Values may have colons, keys may not. */
function pairOf(text: string, option: string): readonly [key: string, value: string] {
  const colon = text.indexOf(":");
  if (colon < 1) throw invalid(`${option} ${text} is not KEY:VALUE`, `write it as ${option} key:value`);
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function uniquePairs(texts: readonly string[]): ReadonlyMap<string, string> {
  const pairs = texts.map((text) => pairOf(text, "--provides"));
  const unique = new Map(pairs);
  if (unique.size === pairs.length) return unique;
  const twice = pairs.find(([key], index) => pairs.findIndex(([other]) => other === key) !== index);
  throw invalid(`--provides gives ${twice?.[0]} twice`, "a component provides one value for a key");
}

function alternatives(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, readonly string[]>();
  for (const [key, value] of texts.map((text) => pairOf(text, "--depends"))) {
    byKey.set(key, [...(byKey.get(key) ?? []), value]);
  }
  return byKey;
}

function invalid(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "ARGUMENT_INVALID", message, hint });
}
