// Bundles the program and the programmatic API into dist/. Subcommands are split into chunks that are loaded when they are
// used, so that start-up reads one small file. `tsc -p tsconfig.types.json` adds the types.

import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildValidators, loadValidators } from "./validators.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const fresh = join(root, `dist.${process.pid}`);
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Bundled CommonJS packages `require` Node's own modules; an ES module has no `require` until it makes one. */
const REQUIRE = 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);';

try {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/main.ts", "src/index.ts"],
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    define: { PROGRAM_VERSION: JSON.stringify(version) },
    legalComments: "linked",
    logLevel: "warning",
    plugins: [loadValidators],
    write: false,
  });
  for (const { path, text } of [...outputFiles, ...(await buildValidators(fresh))]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, finished(path, text));
  }
  chmodSync(join(fresh, "main.js"), 0o755);
  replaceDist();
} catch (error) {
  if (!error.errors) throw error; // esbuild has already said what is wrong with the sources.
  process.exitCode = 1;
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function finished(path, text) {
  const body = text.replace(/^#!.*\n/, "");
  const withRequire = body.includes("Dynamic require of") ? REQUIRE + body : body;
  return path === join(fresh, "main.js") ? `#!/usr/bin/env node\n${withRequire}` : withRequire;
}

/** A program that is just starting finds either the old chunks or the new ones, but for the instant of two renames. */
function replaceDist() {
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}
