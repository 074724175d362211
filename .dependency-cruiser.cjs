// The import rules of ARCHITECTURE.md: data flows one way, adapters do not know each other, a folder is entered through
// its index.ts. `npm run check` fails on a breach.

const adapters = "interfaces|artifacts|datastore|rollback|remote";

/** Every folder of src and what it may import besides itself. */
const mayImport = {
  base: "base",
  model: "base|model",
  signing: "base|signing",
  durable: "base|durable",
  programs: "base|programs",
  trust: "base|model|signing|trust",
  documents: "base|model|documents",
  planning: "base|model|planning",
  engine: "base|model|engine",
  sources: "base|model|documents|artifacts|durable|programs|sources",
  app: `base|model|signing|durable|programs|trust|documents|planning|engine|${adapters}|sources|app`,
  cli: "base|model|app|cli",
  http: "base|model|app|http",
};

const layers = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only src/{${allowed.replaceAll("|", ",")}}`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: `^src/(${allowed})/` },
}));

const adapterRules = adapters.split("|").map((folder) => ({
  name: `${folder}-imports`,
  comment:
    "An adapter imports base, model, signing, durable, programs and the engine's port types, never another adapter",
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: `^src/(base|model|signing|durable|programs|${folder})/|^src/engine/ports\\.ts$` },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...adapterRules,
    {
      name: "enter-through-index",
      comment:
        "A folder is entered through its index.ts, a source through its own (engine/ports.ts is the adapters' entrance)",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: {
        path: "^src/[^/]+/.+",
        pathNot: "^src/$1/|^src/[^/]+/index\\.ts$|^src/sources/[^/]+/index\\.ts$|^src/engine/ports\\.ts$",
      },
    },
    {
      name: "interfaces-are-public",
      comment: "Shipped interfaces have no privilege: they never import the engine, the app or the data store",
      severity: "error",
      from: { path: "^update-interfaces/" },
      to: { path: "^src/(engine|app|datastore)/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphan-packages", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-dev-packages",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "types"],
    },
  },
};
