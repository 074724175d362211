// The work dir of one component (interface-protocol, section 4). Made fresh at Download, kept for all later states,
// removed after Cleanup. A crash while it is made leaves a part of it: Download then counts as failed, only Cleanup
// follows, and that removes it. A power cut may also empty files of a finished Download: restoreWorkDir. Files are small and written synchronously: that costs a third of the asynchronous way.
//
// Values end with a newline where Mender's client writes one (version, current_*) and not where it does not (header/*);
// an absent value is an empty file.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { open, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { invariant, systemCodeOf } from "../base/index.js";
import { type ArtifactHeader, type PlannedComponent, PROTOCOL_VERSION } from "../model/index.js";

export const STREAM_NEXT = "stream-next";
export const STREAMS = "streams";
export const FILES = "files";
const MODE = 0o700;

export function workDirOf(workRoot: string, component: PlannedComponent): string {
  const isName = /^[^/\0]+$/.test(component.key) && component.key !== "." && component.key !== "..";
  invariant(isName, `component key ${JSON.stringify(component.key)} is no file name`);
  return join(workRoot, component.key);
}

/** Throws system errors. */
export async function makeWorkDir(path: string, component: PlannedComponent, header: ArtifactHeader): Promise<void> {
  await removeTree(path);
  mkdirSync(path, { recursive: true, mode: MODE });
  mkdirSync(join(path, "tmp"), { mode: MODE });
  mkdirSync(join(path, "header"), { mode: MODE });
  for (const [name, content] of contentsOf(component, header))
    writeFileSync(join(path, name), content, { mode: 0o600 });
}

/**
 * Writes again what a power cut has left empty or out: the small files are not synced one by one at Download, since the
 * plan and the artifact still hold all that they say. True when something had to be written. Throws system errors.
 */
export function restoreWorkDir(path: string, component: PlannedComponent, header: ArtifactHeader): boolean {
  for (const folder of ["tmp", "header"]) mkdirSync(join(path, folder), { recursive: true, mode: MODE });
  const wrong = contentsOf(component, header).filter(([name, content]) => readIfThere(join(path, name)) !== content);
  for (const [name, content] of wrong) writeFileSync(join(path, name), content, { mode: 0o600 });
  return wrong.length > 0;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

export function isSystemError(thrown: unknown): boolean {
  return thrown instanceof Error && "syscall" in thrown;
}

export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes a folder and all in it, unless something is mounted inside: that would be emptied as well. */
export async function removeTree(path: string): Promise<void> {
  const real = await realPathOf(path);
  const mounted = mountPoints().find((point) => point === real || point.startsWith(`${real}/`));
  if (mounted !== undefined) throw new Error(`something is mounted at ${mounted}`);
  await rm(path, { recursive: true, force: true });
}

/** The data store may be reached through a link; the kernel lists mounts where they really are. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return path;
    throw thrown;
  }
}

function contentsOf(component: PlannedComponent, header: ArtifactHeader): readonly (readonly [string, string])[] {
  const { provides } = component;
  return [
    ["version", `${PROTOCOL_VERSION}\n`],
    ["current_artifact_group", lineOf(provides["artifact_group"])],
    ["current_artifact_name", lineOf(provides["artifact_name"])],
    ["current_device_type", lineOf(deviceTypeOf(component))],
    ["header/artifact_group", header.group],
    ["header/artifact_name", header.name],
    ["header/payload_type", header.payloadType ?? ""],
    ["header/header-info", header.raw.headerInfo],
    ["header/type-info", header.raw.typeInfo],
    ["header/meta-data", header.raw.metaData],
  ];
}

function deviceTypeOf(component: PlannedComponent): string | undefined {
  return component.dialect === "2026" ? component.type : component.provides["device_type"];
}

function lineOf(value: string | undefined): string {
  return value === undefined || value === "" ? "" : `${value}\n`;
}

/** Absolute paths; spaces and the like are octal in the kernel's list. */
function mountPoints(): readonly string[] {
  return readMounts()
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
}

function readMounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return ""; // No /proc: nothing is known to be mounted.
  }
}
