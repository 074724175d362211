// What the engine is given of a module: documents that the loaders take, and an artifact with the module's tree.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openArtifact } from "../../../src/artifacts/index.js";
import { loadManifest, loadTopology } from "../../../src/documents/index.js";
import {
  type ModuleReading,
  modulesPlace,
  type PreparedModule,
  prepareLegacy,
  prepareModule,
  type ReadModule,
  readModules,
} from "../../../src/sources/git-modules/index.js";
import { temporaryFolder } from "../../support/index.js";
import { type Files, index, writeFiles } from "./repositories.js";

const signal = new AbortController().signal;

function site(repository: Files, installed: Files = {}) {
  const [theirs, root] = [temporaryFolder(), temporaryFolder()];
  writeFiles(theirs, repository);
  writeFiles(join(root, "modules"), installed);
  const place = modulesPlace(root);
  const [module, ...none] = readModules(theirs).map(readable);
  expect(none).toEqual([]);
  if (module === undefined) throw new Error("the repository has no module");
  const [local] = readModules(place.modules).map(readable);
  const folder = join(temporaryFolder(), "documents", "m");
  return { theirs, place, request: { module, place, folder, signal, ...(local && { installed: local }) } };
}

function readable(reading: ModuleReading): ReadModule {
  if (!reading.ok) throw new Error(reading.why.message);
  return reading;
}

async function documentsOf({ manifestPath, topologyFolder }: PreparedModule) {
  const topologyPath = join(topologyFolder, "topology.yaml");
  const [manifest, topology] = [
    await loadManifest({ manifestPath, topologyPath }),
    await loadTopology({ topologyPath }),
  ];
  if (!manifest.ok || !topology.ok) throw new Error(JSON.stringify([manifest, topology]));
  expect(manifest.warnings).toEqual([]);
  return { manifest: manifest.manifest, components: manifest.topology.components };
}

async function payloadOf({ artifactPath }: PreparedModule): Promise<string> {
  const folder = temporaryFolder();
  for await (const { name, content } of (await openArtifact(artifactPath)).files()) {
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk as Buffer);
    writeFileSync(join(folder, name), Buffer.concat(chunks));
  }
  expect(readdirSync(folder)).toEqual(["module.tar"]);
  const tree = join(folder, "tree");
  mkdirSync(tree);
  execFileSync("tar", ["-xpf", join(folder, "module.tar"), "-C", tree]);
  return tree;
}

const indexOf = (version: string, config: object) => JSON.stringify({ metadata: { schema_version: version }, config });

describe("a module that is to be updated", () => {
  test("becomes a manifest and a topology of one component, with what both of its indexes name", async () => {
    const { place, request } = site(
      {
        "m/index.json": indexOf("1.1", {
          backup_paths: ["/etc/m/"],
          rollback_point: { databases: [{ type: "sqlite", database: "/m.db" }] },
        }),
      },
      { "m/index.json": indexOf("1.0", { backup_paths: ["/etc/old", "/etc/m/x"] }) },
    );
    const prepared = await prepareModule(request);
    const { manifest, components } = await documentsOf(prepared);
    const destination = join(place.modules, "m");
    expect(manifest).toMatchObject({
      name: "m-1.1",
      systemTypesCompatible: ["module.m"],
      componentTypes: [{ type: "m", version: "1.1.0" }],
    });
    const rollbackPoint = {
      ...{ files: [destination, "/etc/m", "/etc/old"], services: [] },
      databases: [{ type: "sqlite", database: "/m.db" }],
    };
    expect(components).toEqual([
      { type: "m", interfaceName: "directory-module", interfaceArgs: [`destination=${destination}`], rollbackPoint },
    ]);
    expect(prepared.claims).toEqual({ paths: [...rollbackPoint.files, "/m.db"], services: [], databases: [] });
    const { header } = await openArtifact(prepared.artifactPath);
    expect(header.payloadProvides).toEqual({ "rootfs-image.directory-module.version": "1.1" });
  });

  test("has its tree in the artifact: what may be executed, links, and names of any kind", async () => {
    const { theirs, request } = site({
      "m/index.json": index("1"),
      "m/run": "#!",
      "m/a/b/c": "deep",
      "m/new\nline ä": "odd",
    });
    chmodSync(join(theirs, "m/run"), 0o700);
    symlinkSync("a/b", join(theirs, "m/link"));
    mkdirSync(join(theirs, "m/empty"));
    const tree = await payloadOf(await prepareModule(request));
    const listed = execFileSync("find", [".", "-printf", "%M %p %l\\0"], { cwd: tree, encoding: "utf8" });
    expect(listed.split("\0").sort()).toEqual(
      [
        ...["", "drwxr-xr-x . ", "drwxr-xr-x ./a ", "drwxr-xr-x ./a/b ", "-rw-r--r-- ./a/b/c ", "drwxr-xr-x ./empty "],
        ...["-rw-r--r-- ./index.json ", "lrwxrwxrwx ./link a/b", "-rw-r--r-- ./new\nline ä ", "-rwxr-xr-x ./run "],
      ].sort(),
    );
    expect(readFileSync(join(tree, "a/b/c"), "utf8")).toBe("deep");
  });

  test("is made the same from the same tree, keeps the artifact of what is installed, and no other", async () => {
    const { theirs, request } = site({ "m/index.json": index("1.1") }, { "m/index.json": index("1.0") });
    writeFiles(request.folder, { "m-1.0.mender": "", "m-0.9.mender": "", "module.tar": "of a crash" });
    const first = readFileSync((await prepareModule(request)).artifactPath);
    execFileSync("touch", ["-d", "2001-01-01", join(theirs, "m/index.json")]);
    expect(readFileSync((await prepareModule(request)).artifactPath).equals(first)).toBe(true);
    expect(readdirSync(request.folder).sort()).toEqual([
      "m-1.0.mender",
      "m-1.1.mender",
      "manifest.yaml",
      "topology.yaml",
    ]);
  });

  test("is refused with a pipe in it, and then nothing is made of it", async () => {
    const { theirs, request } = site({ "m/index.json": index("1") });
    execFileSync("mkfifo", [join(theirs, "m/pipe")]);
    await expect(prepareModule(request)).rejects.toMatchObject({ code: "MODULES_TREE_REFUSED" });
    expect(existsSync(join(request.folder, "manifest.yaml"))).toBe(false);
  });

  test("can be called off", async () => {
    const { request } = site({ "m/index.json": index("1") });
    await expect(prepareModule({ ...request, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(existsSync(join(request.folder, "manifest.yaml"))).toBe(false);
  });

  test("says where it cannot be made ready", async () => {
    const { request } = site({ "m/index.json": index("1") });
    const folder = join(temporaryFolder(), "file");
    writeFileSync(folder, "");
    await expect(prepareModule({ ...request, folder })).rejects.toMatchObject({ code: "MODULES_UNWRITABLE" });
  });
});

describe("a module of the legacy mode", () => {
  const files = { "m/index.json": indexOf("1.0", { backup_paths: ["/etc/m"] }), "m/index.py": "" };
  const run = { ok: true, name: "m", module: "m", argsText: '["--fix"]' } as const;

  test("is run and not replaced", async () => {
    const { place, request } = site(files, files);
    const prepared = await prepareLegacy({ run, place, folder: request.folder, signal });
    const { manifest, components } = await documentsOf(prepared);
    const destination = join(place.modules, "m");
    expect(manifest.name).toBe("m-1.0");
    expect(components).toMatchObject([
      {
        interfaceArgs: [`destination=${destination}`, 'args=["--fix"]', "run=only"],
        rollbackPoint: { files: [destination, "/etc/m"] },
      },
    ]);
    expect((await openArtifact(prepared.artifactPath)).header.payloadProvides).toEqual({});
  });

  test("is checked, where the manifest gives its checksum", async () => {
    const { place, request } = site(files, files);
    const places = { place, folder: request.folder, signal };
    const wrong = prepareLegacy({ ...places, run: { ...run, checksum: "0".repeat(64) } });
    const refusal: unknown = await wrong.catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ code: "MODULES_LEGACY_CHECKSUM" });
    const { actual } = (refusal as { facts: { actual: string } }).facts;
    await expect(prepareLegacy({ ...places, run: { ...run, checksum: actual } })).resolves.toBeDefined();
  });

  test("is refused where it is not installed", async () => {
    const { place, request } = site(files);
    const places = { place, folder: request.folder, signal };
    await expect(prepareLegacy({ ...places, run })).rejects.toMatchObject({ code: "MODULES_LEGACY_INVALID" });
  });
});
