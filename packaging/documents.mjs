// What is written rather than copied: the manual page and the completions, which the program's own command tree yields, and the
// licences of what the program is bundled from.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { linkOtherNames } from "./layout.mjs";

const COMPLETIONS = {
  bash: { folder: "usr/share/bash-completion/completions", format: (name) => name },
  fish: { folder: "usr/share/fish/vendor_completions.d", format: (name) => `${name}.fish` },
  zsh: { folder: "usr/share/zsh/vendor-completions", format: (name) => `_${name}` },
};

/** @param release `{ package, version, maintainer, epochSeconds, nodeLicence? }` */
export async function layDocuments(root, staging, release) {
  const { manualOf, completionOf } = await loadCommandTree(root, release.version);
  const write = (path, content) => writeNew(join(staging, path), content);
  const date = new Date(release.epochSeconds * 1000).toISOString().slice(0, 10);
  write("usr/share/man/man1/orchestrator.1.gz", gzip(manualOf({ date, exitCodes: exitCodesOf(root) })));
  linkOtherNames(staging, "usr/share/man/man1", (name) => `${name}.1.gz`);
  for (const [shell, { folder, format }] of Object.entries(COMPLETIONS)) {
    write(join(folder, format("orchestrator")), completionOf(shell));
    // A zsh script names all programs that it is for; the others are found by the name of the file.
    if (shell !== "zsh") linkOtherNames(staging, folder, format);
  }
  const documents = join("usr/share/doc", release.package);
  write(join(documents, "copyright"), copyrightOf(root));
  write(join(documents, "changelog.gz"), gzip(debianChangelog(release)));
  write(join(documents, "NEWS.gz"), gzip(readFileSync(join(root, "CHANGELOG.md"))));
  if (release.nodeLicence) write(join(documents, "LICENSE.nodejs.gz"), gzip(readFileSync(release.nodeLicence)));
}

/** The sources, bundled in memory: the tree of commands is not part of the programmatic API. */
async function loadCommandTree(root, version) {
  const { outputFiles } = await build({
    ...{ absWorkingDir: root, entryPoints: ["packaging/command-tree.ts"], bundle: true, format: "esm" },
    ...{ platform: "node", write: false, outdir: "unwritten", logLevel: "error" },
    define: { PROGRAM_VERSION: JSON.stringify(version) },
    banner: { js: 'import{createRequire as makeRequire}from"node:module";const require=makeRequire("file:///");' },
  });
  const text = Buffer.from(outputFiles[0].contents).toString("base64");
  const { describe } = await import(`data:text/javascript;base64,${text}`);
  return describe(version);
}

function exitCodesOf(root) {
  const document = readFileSync(join(root, "docs/command-line.md"), "utf8");
  const rows = [...document.matchAll(/^\| (\d+) \| (.*) \|$/gm)];
  return rows.map(([, code, meaning]) => [Number(code), meaning.replaceAll("`", "")]);
}

const APACHE = "Licensed under the Apache License 2.0, which Debian has in /usr/share/common-licenses/Apache-2.0.\n";

function copyrightOf(root) {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const bundled = Object.keys(packages).filter((path) => path !== "" && !packages[path].dev);
  const parts = bundled
    .sort()
    .map((path) => `${RULE}${nameOf(path)}\n\n${licenceOf(join(root, path), packages[path])}`);
  return `${APACHE}\n${RULE}The program is bundled with parts of the packages that follow.\n\n${parts.join("\n")}`;
}

const RULE = `${"-".repeat(72)}\n`;

function nameOf(path) {
  return path.replace(/^.*node_modules\//, "");
}

function licenceOf(folder, { license }) {
  if (license === "Apache-2.0") return APACHE;
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const name = names.find((each) => /^licen[cs]e/i.test(each));
  return name === undefined ? `Licence: ${license}\n` : readFileSync(join(folder, name), "utf8");
}

/** The history of the package itself; that of the program is beside it. */
function debianChangelog({ package: name, version, maintainer, epochSeconds }) {
  const date = new Date(epochSeconds * 1000).toUTCString().replace("GMT", "+0000");
  return `${name} (${version}) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- ${maintainer}  ${date}\n`;
}

function gzip(content) {
  return gzipSync(content, { level: 9 });
}

function writeNew(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o644 });
}
