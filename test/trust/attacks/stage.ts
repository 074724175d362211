// A system of mock components whose owner trusts some keys, a release that is signed by them, and what whoever attacks can do
// to it. Everything goes through the real program; after a refusal the system must be as it was, file by file.

import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { writeArtifact } from "../../../src/app/artifact-write.js";
import { createArtifacts } from "../../../src/artifacts/index.js";
import { keyIdOf, publicPemOf } from "../../../src/signing/index.js";
import { manifestMessage, signaturesText } from "../../../src/trust/index.js";
import { programPath, projectRoot, temporaryFolder } from "../../support/index.js";

const MOCK = join(projectRoot, "update-interfaces", "v1", "rtos");

export interface Signer {
  readonly name: string;
  readonly id: string;
  readonly key: KeyObject;
  /** Files with the halves. */
  readonly privatePath: string;
  readonly publicPath: string;
}

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Stage {
  readonly folder: string;
  readonly manifestPath: string;
  readonly environment: Readonly<Record<string, string>>;
  signer(name: string): Signer;
  configure(config: Readonly<Record<string, unknown>>): void;
  /** Writes a release into the folder `release`: artifacts, manifest, signatures; the last one is replaced. */
  release(release?: Release): Promise<void>;
  path(name: string): string;
  run(...args: readonly string[]): Promise<Run>;
  /** Installs, and expects it to be refused with this code and nothing to have been touched. */
  refuses(code: string, ...args: readonly string[]): Promise<Run>;
  installs(...args: readonly string[]): Promise<Run>;
  version(): string | undefined;
}

export interface Release {
  readonly serial?: number | undefined;
  readonly expires?: string | undefined;
  readonly version?: string;
  readonly pin?: "both" | "none";
  /** The keys that sign it; by default the one called `release`. */
  readonly signers?: readonly string[];
  /** Changes the text before it is signed. */
  readonly edit?: (manifest: string) => string;
}

export const LATER = "2099-01-01T00:00:00Z";

export async function createStage(config?: Readonly<Record<string, unknown>>): Promise<Stage> {
  const folder = temporaryFolder();
  const names = join(folder, "data", "interfaces", "v1");
  for (const path of [names, join(folder, "conf"), join(folder, "store"), join(folder, "boards", "B1")]) {
    mkdirSync(path, { recursive: true });
  }
  for (const path of [join(folder, "release"), join(folder, "keys")]) mkdirSync(path);
  symlinkSync(MOCK, join(names, "board"));
  writeFileSync(join(folder, "boards", "B1", "Provides"), "version=v0\n");
  writeFileSync(join(folder, "boards", "B1", "Identity"), "id=B1\n");
  writeFileSync(join(folder, "boards", "B1", "SupportsRollback"), "Yes\n");
  writeFileSync(join(folder, "store", "topology.yaml"), TOPOLOGY);
  const signers = new Map<string, Signer>();
  const stage = stageIn(folder, signers);
  stage.configure(config ?? { ManifestVerifyKeys: [stage.signer("release").publicPath] });
  await stage.release();
  return stage;
}

const TOPOLOGY = `api_version: mender/v1
kind: topology
system_type: stage
components:
  - {component_type: board, interface_args: ["B1"]}
`;

function stageIn(folder: string, signers: Map<string, Signer>): Stage {
  const path = (name: string): string => join(folder, "release", name);
  const signer = (name: string): Signer => {
    const known = signers.get(name) ?? newSigner(folder, name);
    signers.set(name, known);
    return known;
  };
  const run = async (...args: readonly string[]): Promise<Run> => await play(folder, args);
  const manifestPath = path("manifest.yaml");
  const stage: Stage = {
    folder,
    manifestPath,
    environment: environmentOf(folder),
    signer,
    path,
    run,
    configure: (config) => writeFileSync(join(folder, "conf", "mender-orchestrator.conf"), JSON.stringify(config)),
    release: async (release = {}) => {
      await writeRelease(stage, release);
    },
    refuses: async (code, ...args) => {
      const before = everyFile(folder);
      const ran = await run("install", "--output", "json", ...args, manifestPath);
      expect({ code: codeIn(ran), exitCode: ran.exitCode }).toEqual({ code, exitCode: 6 });
      expect(everyFile(folder)).toEqual(before);
      return ran;
    },
    installs: async (...args) => {
      const ran = await run("install", ...args, manifestPath);
      expect(ran).toMatchObject({ exitCode: 0 });
      return ran;
    },
    version: () =>
      /^(?:rootfs-image\.board\.)?version=(.*)$/m.exec(
        readFileSync(join(folder, "boards", "B1", "Provides"), "utf8"),
      )?.[1],
  };
  return stage;
}

function codeIn({ stdout, stderr }: Run): unknown {
  try {
    return JSON.parse(stdout).error.code;
  } catch {
    return `${stdout}${stderr}`;
  }
}

async function play(folder: string, args: readonly string[]): Promise<Run> {
  const options = { extendEnv: false, reject: false, stdin: "ignore", cwd: folder } as const;
  const env = environmentOf(folder);
  const { exitCode, stdout, stderr } = await execa(process.execPath, [programPath, ...args], { ...options, env });
  return { exitCode, stdout, stderr };
}

function environmentOf(folder: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env["PATH"] ?? "",
    MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf"),
    MENDER_ORCHESTRATOR_DATA_DIR: join(folder, "data"),
    MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
    ORCHESTRATOR_MOCK_INSTANCES: join(folder, "boards"),
  };
}

function newSigner(folder: string, name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const [privatePath, publicPath] = [join(folder, "keys", `${name}.pem`), join(folder, "keys", `${name}.pub.pem`)];
  writeFileSync(privatePath, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  writeFileSync(publicPath, publicPemOf(publicKey));
  return { name, id: keyIdOf(publicKey), key: privateKey, privatePath, publicPath };
}

async function writeRelease(stage: Stage, release: Release): Promise<void> {
  const { version = "v1", pin = "both", signers = ["release"], edit = (text) => text } = release;
  await writeBoard(stage.path("board.mender"), version);
  const pins = pin === "both" ? await pinLines(stage.path("board.mender")) : "";
  writeFileSync(stage.manifestPath, edit(manifestText(version, release) + pins));
  signFile(stage, signers);
}

/** An artifact that makes a board run a version. */
export async function writeBoard(path: string, version: string, payload = `firmware ${version}`): Promise<void> {
  const file = join(temporaryFolder(), "firmware.bin");
  writeFileSync(file, payload);
  const compatible = { type: "board", compatibleTypes: ["board"], compression: "none" as const };
  await writeArtifact({ output: path, name: version, files: [file], ...compatible });
}

/** As `manifest lock` writes them, without the time that a program takes. */
async function pinLines(path: string): Promise<string> {
  const artifacts = createArtifacts();
  const { manifestDigest } = await artifacts.readHeader(path);
  return `    artifact_sha256: "${await artifacts.digest(path)}"\n    artifact_manifest_sha256: "${manifestDigest}"\n`;
}

function manifestText(version: string, release: Release): string {
  const { serial, expires } = { serial: 1, expires: LATER, ...release };
  return [
    ...["api_version: mender/v1", "kind: manifest", `name: system-${version}`],
    ...(serial === undefined ? [] : [`serial: ${serial}`]),
    ...(expires === undefined ? [] : [`expires: ${expires}`]),
    ...["system_types_compatible: [stage]", "component_types:", "  board:", "    artifact_path: board.mender", ""],
  ].join("\n");
}

/** Signs what is there, without the program, as somebody with the keys can. */
export function signFile(stage: Stage, signers: readonly string[]): void {
  const message = manifestMessage(readFileSync(stage.manifestPath));
  const signatures = signers.map((name) => {
    const { id, key } = stage.signer(name);
    return { keyid: id, sig: sign(null, message, key).toString("hex") };
  });
  writeFileSync(`${stage.manifestPath}.sig`, signaturesText(signatures));
}

/** Contents by path, but for the lock file and the empty folders that taking it makes. */
export function everyFile(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => statSync(join(folder, name)).isFile() && name !== join("store", "lock"),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(folder, name), "latin1")]));
}

/** Keeps a release aside, to bring it back later. */
export function keep(stage: Stage, name: string): void {
  cpSync(stage.path(""), join(stage.folder, "kept", name), { recursive: true });
}

export function bringBack(stage: Stage, name: string): void {
  if (!existsSync(join(stage.folder, "kept", name))) throw new Error(`nothing was kept as ${name}`);
  cpSync(join(stage.folder, "kept", name), stage.path(""), { recursive: true });
}
