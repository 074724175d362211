// `interface check`: a conformance run of one interface in a scratch folder of its own. The rules and the run are in
// src/interfaces/conformance; here it gets an artifact and, if the states are to run, a whole adapter.

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { writeArtifact } from "../artifacts/index.js";
import { EXIT, type ExitCode } from "../base/index.js";
import { checkConformance, type Finding, findInterface, type StatesRequest } from "../interfaces/index.js";
import type { Dialect } from "../model/index.js";
import type { AppContext } from "./context.js";
import type { Environment } from "./directories.js";

export interface InterfaceCheckOptions {
  /** A path, or the name of an installed interface. */
  readonly interfacePath: string;
  readonly dialect: Dialect;
  /** The component's type; the interface's name by default. */
  readonly type?: string;
  /** 2024: the component's id. */
  readonly id?: string;
  readonly args: readonly string[];
  /** Also run the states, for real. */
  readonly runStates: boolean;
  /** The artifact for the states; by default one is made whose payload is a small tar archive. */
  readonly artifactPath?: string;
  /** Of each call. */
  readonly timeoutSeconds: number;
  /** What the interface inherits. */
  readonly environment: Environment;
  /** Ends the running call; the findings then mean nothing. */
  readonly signal?: AbortSignal;
}

export interface InterfaceCheck {
  /** 0 when no rule is broken, else 1. */
  readonly exitCode: ExitCode;
  readonly path: string;
  readonly dialect: Dialect;
  readonly findings: readonly Finding[];
}

/** Throws INTERFACE_NOT_FOUND, ARTIFACT_…. A broken rule is a finding. */
export async function checkInterface(context: AppContext, options: InterfaceCheckOptions): Promise<InterfaceCheck> {
  const path = await locate(context, options.interfacePath);
  const scratchFolder = await mkdtemp(join(tmpdir(), "interface-check-"));
  try {
    const findings = await checkConformance({
      path,
      dialect: options.dialect,
      component: componentOf(path, options),
      timeoutSeconds: options.timeoutSeconds,
      scratchFolder,
      environment: { ...options.environment },
      log: context.log,
      signal: options.signal ?? new AbortController().signal,
      ...(options.runStates ? { states: await statesOf(context, options, { path, scratchFolder }) } : {}),
    });
    const isBroken = findings.some(({ verdict }) => verdict === "fail");
    return { exitCode: isBroken ? EXIT.failed : EXIT.done, path, dialect: options.dialect, findings };
  } finally {
    await rm(scratchFolder, { recursive: true, force: true });
  }
}

async function locate(context: AppContext, given: string): Promise<string> {
  if (existsSync(given)) return resolve(given);
  if (given.includes("/")) return await findInterface(basename(given), [resolve(dirname(given))]);
  return await findInterface(given, context.wire.interfaceFolders(given));
}

function componentOf(path: string, options: InterfaceCheckOptions) {
  const interfaceName = basename(path);
  const component = { type: options.type ?? interfaceName, interfaceName, interfaceArgs: options.args };
  return options.dialect === "2024" ? { ...component, id: options.id ?? "check" } : component;
}

async function statesOf(
  { wire }: AppContext,
  options: InterfaceCheckOptions,
  subject: { readonly path: string; readonly scratchFolder: string },
): Promise<StatesRequest> {
  const name = basename(subject.path);
  const workRoot = join(subject.scratchFolder, "work");
  await mkdir(workRoot);
  const artifacts = options.artifactPath === undefined ? wire.ownArtifacts : wire.artifacts;
  const artifactPath = options.artifactPath ?? (await makeArtifact(name, options.type ?? name, subject.scratchFolder));
  const header = await artifacts.readHeader(resolve(artifactPath));
  return {
    interfaces: wire.interfaces(new Map([[name, subject.path]]), workRoot, {
      timeoutSeconds: options.timeoutSeconds,
      artifacts,
    }),
    workRoot,
    artifact: { path: resolve(artifactPath), name: header.name, manifestDigest: header.manifestDigest },
    target: header.payloadProvides,
  };
}

/** More of it than a pipe holds, so that half a stream read is not a whole one. */
const PAYLOAD_LINE = "made by interface check\n";

/** One payload file, which is a tar archive: an interface for single files and one for trees can both install it. */
async function makeArtifact(interfaceName: string, type: string, folder: string): Promise<string> {
  const payload = join(folder, "payload.tar");
  const archive = pack();
  archive.entry({ name: "conformance-check.txt", mtime: new Date(0) }, PAYLOAD_LINE.repeat(10_000));
  archive.finalize();
  await writeFile(payload, await buffer(archive));
  const output = join(folder, "conformance-check.mender");
  const artifact = { type: interfaceName, compatibleTypes: [type], name: "conformance-check", files: [payload] };
  await writeArtifact({ ...artifact, output, compression: "gzip" });
  return output;
}
