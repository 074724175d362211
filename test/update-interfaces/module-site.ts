// A folder of modules that the interface directory-module keeps, and updates to do to one of them.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../support/index.js";
import { callAll, download, makeWorkDir, type Subject, shippedFolder } from "./script.js";

/** Of a module, by path; those whose text begins with `#!` are executable. */
export type Files = Readonly<Record<string, string>>;

export interface ModuleSite extends Subject {
  readonly root: string;
  /** The folder of the modules. */
  readonly modules: string;
  readonly destination: string;
}

export function makeModuleSite(more: Partial<Subject> = {}, moreArgs: readonly string[] = []): ModuleSite {
  const root = temporaryFolder();
  const modules = join(root, "updates", "modules");
  const destination = join(modules, "web");
  const subject = { path: join(shippedFolder, "directory-module"), workDir: join(root, "work"), ...more };
  mkdirSync(subject.workDir, { recursive: true });
  return { ...subject, args: ["web", `destination=${destination}`, ...moreArgs], root, modules, destination };
}

export function indexJson(version: string, more: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ metadata: { schema_version: version, ...more }, config: {} }, null, 2)}\n`;
}

/** A module whose entry is a shell script. */
export function scriptModule(version: string, script = "exit 0"): Files {
  return { "index.json": indexJson(version, { entry: "run.sh" }), "run.sh": `#!/bin/sh\n${script}\n` };
}

export function pythonModule(version: string, source: string): Files {
  return { "index.json": indexJson(version), "index.py": source };
}

export function writeTree(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, text.startsWith("#!") ? 0o755 : 0o644);
  }
}

/** The path of the archive. */
export function packModule(files: Files): string {
  const tree = temporaryFolder();
  const archive = join(temporaryFolder(), "module.tar");
  writeTree(tree, files);
  execFileSync("tar", ["-cf", archive, "-C", tree, "."]);
  return archive;
}

export async function downloadModule(site: ModuleSite, files: Files): Promise<void> {
  makeWorkDir(site.workDir, { name: "web", provides: { "rootfs-image.directory-module.version": "x" } });
  const ended = await download(site, [packModule(files)]);
  if (ended.exitCode !== 0) throw new Error(`Download exited ${ended.exitCode}: ${ended.stderr}`);
}

/** A whole successful update. */
export async function updateModule(site: ModuleSite, files: Files): Promise<void> {
  await downloadModule(site, files);
  await callAll(site, ["ArtifactInstall", "ArtifactCommit", "Cleanup"]);
}

/** As the module's own index.json says it; undefined where there is none. */
export function installedVersion({ destination }: ModuleSite): string | undefined {
  const path = join(destination, "index.json");
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, "utf8")).metadata.schema_version;
}

export async function providedVersion(site: ModuleSite): Promise<string> {
  return (await callAll(site, ["Provides"])).trim().replace("rootfs-image.directory-module.version=", "");
}
