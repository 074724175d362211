// Compiles the JSON Schemas of the documents at build time: one file for each role of a document, and a plugin for esbuild by
// which the bundle loads these files where the sources compile. The schemas and the options are those of the sources.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = "validators";

/** In one bundle, since ajv's generator recognises only code of the very copy of ajv that it comes with. */
const GENERATOR = `
  export * from "./src/documents/schema/compile-schema.ts";
  export { default as standalone } from "ajv/dist/standalone/index.js";
`;

/** CommonJS, because it can be loaded in the middle of a function: only the roles that occur are ever read. */
const LOADER = `
  import { createRequire } from "node:module";
  const load = createRequire(import.meta.url);
  export const compileSchema = (role) => load("./${FOLDER}/" + role + ".cjs");
`;

export const loadValidators = {
  name: "load-validators",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]documents[\\/]schema[\\/]compile-schema\.ts$/ }, () => ({ contents: LOADER, loader: "js" }));
  },
};

/** Writes nothing: the files, with their paths below `outdir`. */
export async function buildValidators(outdir) {
  const generator = await bundle({ stdin: { contents: GENERATOR, resolveDir: root }, format: "esm" });
  const made = await import(`data:text/javascript;base64,${Buffer.from(generator).toString("base64")}`);
  return await Promise.all(
    Object.keys(made.SCHEMA_FILES).map(async (role) => {
      const stdin = { contents: validatorOf(made, role), resolveDir: root };
      return {
        path: join(outdir, FOLDER, `${role}.cjs`),
        text: await bundle({ stdin, format: "cjs", target: "node20", minify: true }),
      };
    }),
  );
}

function validatorOf({ compileSchema, createAjv, standalone }, role) {
  const ajv = createAjv({ source: true, esm: true });
  const code = standalone.default(ajv, ajv.compile(compileSchema(role).schema));
  const [, name] = /const (schema\d+) = \{"\$schema":/.exec(code);
  return `${code}\nexport { ${name} as schema };`;
}

async function bundle(options) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    logLevel: "warning",
    write: false,
    ...options,
  });
  return outputFiles[0].text;
}
