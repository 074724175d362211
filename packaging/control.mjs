// DEBIAN/: who the package is, what it needs, and what of it is its owner's.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CONFFILE } from "./layout.mjs";

export const FORMS = {
  orchestrator: {
    architecture: "all",
    other: "orchestrator-standalone",
    summary: "on the Node.js of the distribution",
  },
  "orchestrator-standalone": {
    architecture: "amd64",
    other: "orchestrator",
    summary: "with a Node.js of its own",
  },
};

const DESCRIPTION = ` Brings the software of a gateway and of the boards behind it to the versions
 that a manifest declares, or all of it back. Speaks the protocol of the Mender
 Orchestrator; delivers and is delivered by the Mender client.
`;

/** @param release `{ package, version, maintainer }` */
export function layControl(root, staging, release) {
  const folder = join(staging, "DEBIAN");
  const files = filesOf(staging);
  mkdirSync(folder);
  writeFileSync(join(folder, "md5sums"), files.map((path) => `${md5(path)}  ${relative(staging, path)}\n`).join(""));
  writeFileSync(join(folder, "conffiles"), `/${CONFFILE}\n`);
  writeFileSync(join(folder, "control"), controlOf(staging, release, files));
  for (const name of ["postinst", "postrm"]) {
    copyFileSync(join(root, "packaging/files", name), join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
}

function controlOf(staging, { package: name, version, maintainer }, files) {
  const { architecture, other, summary } = FORMS[name];
  const needs = architecture === "all" ? "nodejs (>= 20.19)" : librariesOf(join(staging, "usr/bin/orchestrator"));
  const kibibytes = Math.ceil(files.reduce((sum, path) => sum + lstatSync(path).size, 0) / 1024);
  const fields = {
    Package: name,
    Version: version,
    Architecture: architecture,
    Maintainer: maintainer,
    "Installed-Size": kibibytes,
    Depends: needs,
    Recommends: "xz-utils, zstd",
    Suggests: "mender-client, git, python3",
    Conflicts: other,
    Replaces: other,
    Provides: other,
    Section: "admin",
    Priority: "optional",
    Description: `updates a system of components together, ${summary}`,
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`);
  return lines.join("") + DESCRIPTION;
}

/** Which package brings a library that the executable is linked with. */
const PACKAGES = {
  "libatomic.so.1": "libatomic1",
  "libgcc_s.so.1": "libgcc-s1",
  "libstdc++.so.6": "libstdc++6",
};

function librariesOf(executable) {
  const listed = execFileSync("objdump", ["-p", executable], { encoding: "utf8", maxBuffer: 2 ** 24 });
  const needed = [...listed.matchAll(/NEEDED\s+(\S+)/g)].map(([, name]) => PACKAGES[name]).filter(Boolean);
  const versions = [...listed.matchAll(/GLIBC_(\d+)\.(\d+)/g)].map(([, major, minor]) => [
    Number(major),
    Number(minor),
  ]);
  const [major, minor] = versions.sort((a, b) => b[0] - a[0] || b[1] - a[1])[0];
  return [`libc6 (>= ${major}.${minor})`, ...needed.sort()].join(", ");
}

/** Of every file that is not a link, sorted. */
function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function md5(path) {
  return createHash("md5").update(readFileSync(path)).digest("hex");
}
