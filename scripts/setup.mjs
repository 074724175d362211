// Makes a fresh clone ready: installs the dependencies if they are missing or not those of package-lock.json, and builds
// if dist is missing or older than its sources. Node built-ins only, since nothing is installed yet. Quiet when there is
// nothing to do or all went well.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireNodeVersion } from "./node-version.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function setUp() {
  requireNodeVersion();
  if (!areDependenciesInstalled()) {
    run("Installing the dependencies", "npm", ["ci", "--include=dev", "--no-fund", "--no-audit"]);
  }
  if (!isBuilt()) run("Building", process.execPath, [join(root, "scripts", "build.mjs")]);
}

function areDependenciesInstalled() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages(join("node_modules", ".package-lock.json"));
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== "" && !entry.optional)
    .every(([path, entry]) => installed[path]?.version === entry.version);
}

function readPackages(path) {
  const absolute = join(root, path);
  return existsSync(absolute) ? JSON.parse(readFileSync(absolute, "utf8")).packages : {};
}

function isBuilt() {
  const built = modifiedAt(join(root, "dist", "main.js"));
  const sources = ["src", "schemas", "package.json", "scripts/build.mjs", "scripts/validators.mjs"];
  return sources.every((path) => newestIn(join(root, path)) <= built);
}

function newestIn(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modifiedAt(path);
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function modifiedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function run(what, command, args) {
  if (process.stderr.isTTY) process.stderr.write(`${what} …\n`);
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}${what} failed.\n`);
  process.exit(1);
}
