// `npm run fuzz -- TARGET [--seconds N] …` (test/fuzz/main.ts): bundles the fuzzer and runs it. With `--plant FILE`, one text of
// one source file is replaced by another on the way, which shows that the fault would be found: { "file", "from", "to" }.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { root, setUp } from "./setup.mjs";

const REQUIRE = 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);';

setUp();
const folder = mkdtempSync(join(tmpdir(), "orchestrator-fuzz-"));
try {
  const args = process.argv.slice(2);
  const at = args.indexOf("--plant");
  const plant = at < 0 ? undefined : JSON.parse(readFileSync(args.splice(at, 2)[1], "utf8"));
  const bundle = join(folder, "fuzz.mjs");
  await bundleFuzzer(bundle, plant === undefined ? [] : [planted(plant)]);
  const options = { cwd: root, stdio: "inherit", env: { ...process.env, FUZZ_FOLDER: folder } };
  process.exitCode = spawnSync(process.execPath, ["--expose-gc", bundle, ...args], options).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bundleFuzzer(outfile, plugins) {
  await build({
    ...{ absWorkingDir: root, entryPoints: ["test/fuzz/main.ts"], outfile, plugins, banner: { js: REQUIRE } },
    ...{ bundle: true, format: "esm", platform: "node", target: "node20", logLevel: "warning", sourcemap: "inline" },
  });
}

/** Fails where the text is not there exactly once: then nothing would be shown. */
function planted({ file, from, to }) {
  const path = join(root, file);
  return {
    name: "planted",
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, (found) => {
        if (found.path !== path) return undefined;
        const pieces = readFileSync(path, "utf8").split(from);
        if (pieces.length !== 2) throw new Error(`${file} has ${JSON.stringify(from)} ${pieces.length - 1} times`);
        return { contents: pieces.join(to), loader: "ts" };
      }),
  };
}
