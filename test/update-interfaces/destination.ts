// A component that single-file or directory keeps at a destination: a folder to look at, and updates to do to it.

import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/index.js";
import { callAll, download, makeWorkDir, type Subject, shippedFolder } from "./script.js";

export type InterfaceName = "single-file" | "directory";

export interface Site extends Subject {
  readonly root: string;
  /** The folder of the destination, where nothing else is. */
  readonly parent: string;
  readonly destination: string;
  readonly kind: InterfaceName;
}

export function makeSite(kind: InterfaceName, more: Partial<Subject> = {}): Site {
  const root = temporaryFolder();
  const parent = join(root, "opt");
  mkdirSync(parent);
  const destination = join(parent, "app");
  const subject = { path: join(shippedFolder, kind), workDir: join(root, "work"), args: ["app", "A1"], ...more };
  mkdirSync(subject.workDir, { recursive: true });
  return { ...subject, args: [...subject.args, `destination=${destination}`], root, parent, destination, kind };
}

/** The payload of a version: a file with its name in it, or an archive with such a file in a folder. */
export function makePayload(site: Site, version: string, tarFlag = "-c"): string {
  const path = join(site.root, `payload-${version}`);
  if (site.kind === "single-file") {
    writeFileSync(path, version);
  } else {
    const tree = join(site.root, `tree-${version}`);
    mkdirSync(join(tree, "inner"), { recursive: true });
    writeFileSync(join(tree, "inner", "content"), version);
    execFileSync("tar", [tarFlag, "-f", path, "-C", tree, "inner"]);
  }
  return path;
}

export async function downloadVersion(site: Site, version: string): Promise<void> {
  makeWorkDir(site.workDir, { name: version, provides: { [`rootfs-image.${site.kind}.version`]: version } });
  const ended = await download(site, [makePayload(site, version)]);
  if (ended.exitCode !== 0) throw new Error(`Download exited ${ended.exitCode}: ${ended.stderr}`);
}

/** A whole successful update. */
export async function updateTo(site: Site, version: string): Promise<void> {
  await downloadVersion(site, version);
  await callAll(site, ["ArtifactInstall", "ArtifactCommit", "Cleanup"]);
}

/** The version at the destination; undefined where nothing is. */
export function versionAt(site: Site): string | undefined {
  const path = site.kind === "single-file" ? site.destination : join(site.destination, "inner", "content");
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

export async function providedBy(site: Site): Promise<string> {
  return (await callAll(site, ["Provides"])).trim();
}

/** Everything below a folder: names, kinds, modes, contents, and what links point to. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(entries.map((name) => [name, describe(join(folder, name))]));
}

function describe(path: string): string {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  const mode = (statSync(path).mode & 0o7777).toString(8);
  return found.isDirectory() ? `folder ${mode}` : `file ${mode} ${readFileSync(path, "utf8")}`;
}
