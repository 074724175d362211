// The program as it is packaged: what dist/main.js loads, for a gateway that has Node; or one executable file with Node in it.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { buildValidators } from "../scripts/validators.mjs";

/** Node would say where the executable is only while /proc is mounted. */
const INSTALLED = "file:///usr/bin/orchestrator";

const BUNDLED = { bundle: true, format: "esm", platform: "node", logLevel: "error" };

/** Everything that dist/main.js can come to load, and nothing of the programmatic API. */
export async function layScripts(root, staging) {
  const [dist, folder, bin] = [join(root, "dist"), join(staging, "usr/lib/orchestrator"), join(staging, "usr/bin")];
  const validators = readdirSync(join(dist, "validators")).map((name) => join(dist, "validators", name));
  for (const path of [...(await reachable(root, dist)), ...validators]) {
    const target = join(folder, relative(dist, path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
  const main = join(folder, "main.js");
  writeFileSync(main, readFileSync(main, "utf8").replace(/^#!.*/, "#!/usr/bin/node"));
  chmodSync(main, 0o755);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}\n');
  mkdirSync(bin, { recursive: true });
  symlinkSync("../lib/orchestrator/main.js", join(bin, "orchestrator"));
}

async function reachable(root, dist) {
  const entryPoints = [join(dist, "main.js")];
  const options = { ...BUNDLED, absWorkingDir: root, splitting: true, outdir: "unwritten", write: false };
  const { metafile } = await build({ ...options, entryPoints, metafile: true });
  return Object.keys(metafile.inputs).map((path) => join(root, path));
}

/** `node` is the binary of Node 26 or newer that becomes the program; `scratch` an empty folder. */
export async function layExecutable(root, staging, { node, scratch, version }) {
  const bin = join(staging, "usr/bin");
  mkdirSync(bin, { recursive: true });
  await bundleWhole(root, scratch, version);
  const stripped = join(scratch, "node");
  copyFileSync(node, stripped);
  // Before: a stripped executable would lose what is put into it.
  execFileSync("strip", [stripped]);
  const config = {
    // Relative: the names stay in what is made.
    ...{ main: "main.mjs", mainFormat: "module", output: "orchestrator", executable: "node" },
    ...{ disableExperimentalSEAWarning: true, execArgvExtension: "none" },
  };
  writeFileSync(join(scratch, "sea.json"), JSON.stringify(config));
  execFileSync(stripped, ["--build-sea", "sea.json"], { cwd: scratch, stdio: ["ignore", "ignore", "inherit"] });
  renameSync(join(scratch, "orchestrator"), join(bin, "orchestrator"));
  chmodSync(join(bin, "orchestrator"), 0o755);
}

/** In one file, main.mjs: an executable has no files beside it from which a part could be loaded. */
async function bundleWhole(root, scratch, version) {
  await build({
    ...{ ...BUNDLED, absWorkingDir: root, entryPoints: ["src/main.ts"], outfile: join(scratch, "main.mjs") },
    ...{ target: "node26", minifySyntax: true, minifyWhitespace: true, legalComments: "none" },
    define: { PROGRAM_VERSION: JSON.stringify(version), "import.meta.url": JSON.stringify(INSTALLED) },
    banner: { js: `import{createRequire as makeRequire}from"node:module";const require=makeRequire("${INSTALLED}");` },
    plugins: [await embeddedValidators()],
  });
}

/** Under names of their own: a path of this machine would stay in the bundle. */
async function embeddedValidators() {
  const made = await buildValidators("");
  const texts = new Map(made.map(({ path, text }) => [/([^/]+)\.cjs$/.exec(path)[1], text]));
  const loaders = [...texts.keys()].map((role) => `${role}: () => require("validator:${role}")`);
  const contents = `const loaders = { ${loaders.join(", ")} };\nexport const compileSchema = (role) => loaders[role]();`;
  return {
    name: "embedded-validators",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /[\\/]schema[\\/]compile-schema\.ts$/ }, () => ({ contents, loader: "js" }));
      onResolve({ filter: /^validator:/ }, ({ path }) => ({ path: path.split(":")[1], namespace: "validator" }));
      onLoad({ filter: /.*/, namespace: "validator" }, ({ path }) => ({ contents: texts.get(path), loader: "js" }));
    },
  };
}
