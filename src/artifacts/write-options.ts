// What an artifact is written from, checked before anything is read or written. The defaults are those of mender-artifact's
// `write module-image`, so that artifacts of both are taken alike by a Mender server and client.

import { basename } from "node:path";
import type { Compression } from "../model/index.js";
import { fault } from "./fault.js";
import { MAX_PAYLOAD_FILES } from "./limits.js";
import { reasonAgainst } from "./member-name.js";

export interface WriteOptions {
  /** Where the artifact goes; a file that is there is replaced, at the end and at once. */
  readonly output: string;
  /** The payload type: the name of an update interface or update module. */
  readonly type: string;
  readonly compatibleTypes: readonly string[];
  readonly name: string;
  readonly group?: string;
  readonly provides?: Readonly<Record<string, string>>;
  readonly depends?: Readonly<Record<string, readonly string[]>>;
  readonly dependsGroups?: readonly string[];
  readonly dependsNames?: readonly string[];
  /** Added to the default, `rootfs-image.TYPE.*`. */
  readonly clearsProvides?: readonly string[];
  /** False leaves out the provide `rootfs-image.TYPE.version`, and with it the default of `clearsProvides`. */
  readonly hasSoftwareVersion?: boolean;
  /** False leaves out the default of `clearsProvides` alone. */
  readonly hasDefaultClears?: boolean;
  readonly software?: { readonly filesystem?: string; readonly name?: string; readonly version?: string };
  /** A JSON file that goes to the update interface as it is. */
  readonly metaDataFile?: string;
  /** Paths; in the artifact only their last part remains. */
  readonly files: readonly string[];
  readonly compression: Compression;
}

export function checkWriteOptions(options: WriteOptions): void {
  if (options.compatibleTypes.length === 0) throw invalid("an artifact needs at least one compatible type");
  if (options.files.length > MAX_PAYLOAD_FILES) throw invalid(`an artifact may have ${MAX_PAYLOAD_FILES} files`);
  const required = { type: options.type, name: options.name };
  for (const [what, value] of Object.entries(required)) if (value === "") throw invalid(`the ${what} is empty`);
  for (const line of linesOf(options)) {
    if (/[\0\r\n]/.test(line)) throw invalid(`${JSON.stringify(line)} is not one line of text`);
  }
  checkFileNames(options.files);
}

function linesOf(options: WriteOptions): readonly string[] {
  const { provides = {}, depends = {}, software = {} } = options;
  return [
    ...[options.type, options.name, options.group ?? "", ...options.compatibleTypes],
    ...[...(options.dependsGroups ?? []), ...(options.dependsNames ?? []), ...(options.clearsProvides ?? [])],
    ...Object.entries(provides).flat(),
    ...Object.entries(depends).flat(2),
    ...Object.values(software),
  ];
}

/** What mender-artifact and the Mender client take as the name of a payload file. */
const TAKEN_NAME = /^[A-Za-z0-9.,_-]+$/;

function checkFileNames(files: readonly string[]): void {
  const names = files.map((file) => basename(file));
  for (const [index, name] of names.entries()) {
    const reason =
      reasonAgainst(name) ?? (TAKEN_NAME.test(name) ? undefined : "only letters, digits and .,_- are taken");
    if (reason !== undefined) throw invalid(`${JSON.stringify(files[index])}: ${reason}`);
    if (names.indexOf(name) !== index) throw invalid(`two files are called ${name}`);
  }
}

export function invalid(message: string, cause?: unknown) {
  return fault("ARTIFACT_INPUT_INVALID", message, cause);
}
