// A system of mock components with constraints, run in this process. Whatever is recorded, the components' own files are looked
// at: which versions are there at that moment.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createContext,
  type InstallOptions,
  installSystem,
  type Live,
  type PlanAnswer,
  type PlanOptions,
  planReturn,
  planSystem,
  type ResumeOptions,
  type ReturnAnswer,
  type RunOptions,
  type RunResult,
  readStatus,
  resumeDeployment,
  rollbackDeployment,
  rollbackTo,
  type SystemStatus,
  writeArtifact,
} from "../../../src/app/index.js";
import type { StampedRecord } from "../../../src/model/index.js";
import { temporaryFolder } from "../../support/index.js";
import { createSystem, type System } from "../system.js";

/** Component ids by type; every one is at `version` when the story begins. */
export interface Boards {
  readonly [type: string]: { readonly ids: readonly string[]; readonly version?: string };
}

/** The versions that are there, by component id. */
export type Sighting = Readonly<Record<string, string>>;

export interface Stage {
  readonly system: System;
  readonly warnings: readonly string[];
  /** Everything that was there at some moment. */
  readonly seen: Sighting[];
  /** Writes an artifact that brings a component of the type to the version; answers with its path. */
  artifact(type: string, version: string, name?: string): Promise<string>;
  /** Writes a manifest beside the artifacts. */
  manifest(name: string, text: string): string;
  /** Makes one state of one component fail, or heals it. */
  fail(id: string, state: string, isFailing?: boolean): void;
  plan(manifestPath: string, options?: Partial<PlanOptions>): Promise<PlanAnswer>;
  install(manifestPath: string, options?: Partial<InstallOptions>, live?: Partial<Live>): Promise<RunResult>;
  resume(options?: Partial<ResumeOptions>, live?: Partial<Live>): Promise<RunResult>;
  rollback(options?: Partial<RunOptions>, live?: Partial<Live>): Promise<RunResult>;
  rollbackTo(deploymentId: string, live?: Partial<Live>): Promise<RunResult>;
  planReturn(deploymentId: string): Promise<ReturnAnswer>;
  status(): Promise<SystemStatus>;
  versions(): Readonly<Record<string, string | undefined>>;
}

export const STILL = { stopBefore: [], exitOnReboot: false } as const;

/**
 * With `isQuick` the boards are played by a script that does only what these stories need, in a tenth of the time. A file `VERSION.REFUSED`
 * of a board makes the install of that version fail.
 */
export function createStage(boards: Boards, { isQuick = false }: { readonly isQuick?: boolean } = {}): Stage {
  const system = createSystem(layInstances(boards), isQuick ? [] : Object.keys(boards));
  if (isQuick) layQuickBoards(system, Object.keys(boards));
  writeFileSync(join(system.folder, "store", "topology.yaml"), topologyOf(boards));
  return stageIn(
    system,
    Object.values(boards).flatMap((each) => each.ids),
  );
}

/** A system that is there already; `ids` are the names of its mock components' folders. */
export function stageIn(system: System, ids: readonly string[]): Stage {
  const warnings: string[] = [];
  const nothing = () => undefined;
  const warning = (message: string) => void warnings.push(message);
  const log = { trace: nothing, debug: nothing, info: nothing, warning, error: nothing };
  const context = () =>
    createContext({
      ...{ programName: "orchestrator", programVersion: "0", environment: system.environment },
      ...{ options: {}, log },
    });
  const seen: Sighting[] = [];
  const look = () => void seen.push(sightingOf(system, ids));
  const liveOf = (live: Partial<Live> | undefined): Live => ({
    ...{ planned: nothing, started: look },
    ...{ cancelSignal: new AbortController().signal, leaveSignal: new AbortController().signal },
    ...live,
    observer: { progressed: nothing, recorded: (record) => tell(record, look, live) },
  });
  const manifests = join(system.folder, "manifests");
  mkdirSync(manifests);
  return {
    ...{ system, warnings, seen },
    artifact: (type, version, name = `${type}-${version}`) => writeVersion(manifests, { type, version, name }),
    manifest: (name, text) => {
      const path = join(manifests, `${name}.yaml`);
      writeFileSync(path, text);
      return path;
    },
    fail: (id, state, isFailing = true) => {
      const path = system.instance(id, `${state}.FAIL`);
      if (isFailing) writeFileSync(path, "");
      else rmSync(path);
    },
    plan: (manifestPath, options = {}) => planSystem(context(), { manifestPath, ...options }),
    install: (manifestPath, options, live) =>
      installSystem(context(), { ...STILL, ...options, manifestPath }, liveOf(live)),
    resume: (options, live) => resumeDeployment(context(), { ...STILL, ...options }, liveOf(live)),
    rollback: (options, live) => rollbackDeployment(context(), { ...STILL, ...options }, liveOf(live)),
    rollbackTo: (deploymentId, live) => rollbackTo(context(), { ...STILL, deploymentId }, liveOf(live)),
    planReturn: (deploymentId) => planReturn(context(), deploymentId),
    status: () => readStatus(context()),
    versions: () => Object.fromEntries(ids.map((id) => [id, system.version(id)])),
  };
}

function tell(record: StampedRecord, look: () => void, live: Partial<Live> | undefined): void {
  look();
  live?.observer?.recorded(record);
}

/** Changes its version with the install, as the mock does; the name of the artifact ends in its version. */
const QUICK_BOARD = `#!/bin/sh
state=$1 work=$2 type=$3 board=$ORCHESTRATOR_MOCK_INSTANCES/$4
[ -e "$board/$state.FAIL" ] && exit 1
case $state in
  Identity) echo "id=$4" ;;
  Provides)
    IFS= read -r line <"$board/Provides"
    [ -z "$line" ] || echo "rootfs-image.$type.$line"
    ;;
  SupportsRollback) echo Yes ;;
  NeedsUnpackedArtifact | ProvidePayloadFileSizes | NeedsArtifactReboot) echo No ;;
  ArtifactInstall)
    mkdir -p "$work/tmp" && IFS= read -r line <"$board/Provides" && echo "$line" >"$work/tmp/before"
    IFS= read -r name <"$work/header/artifact_name"
    [ -e "$board/\${name#*-}.REFUSED" ] && exit 1
    echo "version=\${name#*-}" >"$board/new" && mv "$board/new" "$board/Provides"
    ;;
  ArtifactRollback) ! IFS= read -r line <"$work/tmp/before" || { echo "$line" >"$board/new" && mv "$board/new" "$board/Provides"; } ;;
esac
exit 0
`;

function layQuickBoards({ folder }: System, types: readonly string[]): void {
  const names = join(folder, "data", "update-interfaces", "v1");
  for (const type of types) writeFileSync(join(names, type), QUICK_BOARD, { mode: 0o755 });
}

/** From ArtifactInstall to its commit the mock writes `OLD->NEW`: it runs the new one already. */
function sightingOf(system: System, ids: readonly string[]): Sighting {
  return Object.fromEntries(ids.map((id) => [id, system.version(id)?.split("->").at(-1) ?? ""]));
}

function layInstances(boards: Boards): string {
  const folder = temporaryFolder();
  for (const [type, { ids, version }] of Object.entries(boards)) {
    for (const id of ids) layInstance(join(folder, id), id, version === undefined ? undefined : { type, version });
  }
  return folder;
}

function layInstance(folder: string, id: string, is: { type: string; version: string } | undefined): void {
  mkdirSync(folder, { recursive: true });
  const files = {
    ...{ Identity: `id=${id}`, SupportsRollback: "Yes", NeedsArtifactReboot: "No" },
    Provides: is === undefined ? "" : `version=${is.version}`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `${text}\n`);
}

function topologyOf(boards: Boards): string {
  const components = Object.entries(boards).flatMap(([type, { ids }]) =>
    ids.map((id) => `  - component_type: ${type}\n    interface_args: [${id}]\n`),
  );
  return `api_version: mender/v1\nkind: topology\nsystem_type: demo\ncomponents:\n${components.join("")}`;
}

interface Brought {
  readonly type: string;
  readonly version: string;
  readonly name: string;
}

async function writeVersion(folder: string, { type, version, name }: Brought): Promise<string> {
  const payload = join(folder, "payload");
  writeFileSync(payload, `${type}, version ${version}\n`);
  const output = join(folder, `${name}.mender`);
  await writeArtifact({
    ...{ output, type, compatibleTypes: [type], name, software: { version } },
    ...{ files: [payload], compression: "none" },
  });
  return output;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
