// A stage whose manifest is put into a bundle, and boards that take what they are given from the streams.

import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createBundle, createContext, writeArtifact } from "../../../src/app/index.js";
import type { Log } from "../../../src/base/index.js";
import { type Boards, createStage, type Stage } from "../constrained/stage.js";

export const QUIET: Log = {
  ...{ trace: () => undefined, debug: () => undefined, info: () => undefined },
  ...{ warning: () => undefined, error: () => undefined },
};

export function contextOf(stage: Stage) {
  return createContext({
    ...{ programName: "orchestrator", programVersion: "0", environment: stage.system.environment },
    ...{ options: {}, log: QUIET },
  });
}

/** Puts a manifest of the stage into a bundle; answers with its path. */
export async function bundle(stage: Stage, manifestPath: string, name = "system"): Promise<string> {
  const output = join(stage.system.folder, `${name}.bundle`);
  await createBundle(contextOf(stage), { manifestPath, output });
  return output;
}

/** Reads every stream to its end, and keeps how much came. A file STATE.FAIL of a board makes a state fail. */
const READING_BOARD = `#!/bin/sh
state=$1 board=$ORCHESTRATOR_MOCK_INSTANCES/$4
[ -e "$board/$state.FAIL" ] && exit 1
case $state in
  Identity) echo "id=$4" ;;
  Provides) IFS= read -r line <"$board/Provides"; echo "rootfs-image.$3.$line" ;;
  SupportsRollback) echo Yes ;;
  NeedsArtifactReboot) [ ! -e "$board/Automatic" ] || echo Automatic ;;
  Download) while next=$(cat stream-next) && [ -n "$next" ]; do wc -c <"$next" >"$board/got"; done ;;
  ArtifactInstall)
    IFS= read -r name <header/artifact_name
    mkdir -p tmp && cp "$board/Provides" tmp/before && echo "version=\${name#*-}" >"$board/Provides" ;;
  ArtifactRollback) cp tmp/before "$board/Provides" ;;
esac
exit 0
`;

export const BOARDS: Boards = {
  gateway: { ids: ["G1"], version: "v1" },
  board: { ids: ["B1", "B2", "B3"], version: "v1" },
  radio: { ids: ["R1"], version: "v1" },
};

export const START = { G1: "v1", B1: "v1", B2: "v1", B3: "v1", R1: "v1" };
export const TARGET = { G1: "v2", B1: "v2", B2: "v2", B3: "v2", R1: "v2" };

export const MANIFEST = `
api_version: mender/v1
kind: manifest
name: two
system_types_compatible: [demo]
component_types:
  gateway: { artifact_path: gateway-v2.mender, update_strategy: { order: 1 } }
  board: { artifact_path: board-v2.mender, update_strategy: { order: 2, max_parallel: 2 } }
  radio: { artifact_path: radio-v2.mender, update_strategy: { order: 3 } }
`;

export interface Bundled {
  readonly stage: Stage;
  readonly manifestPath: string;
  readonly bundlePath: string;
}

/** Artifacts with a payload of so many bytes, by type. */
export async function createBundled(sizes: Readonly<Record<string, number>> = {}): Promise<Bundled> {
  const stage = createStage(BOARDS, { isQuick: true });
  const folder = join(stage.system.folder, "data", "update-interfaces", "v1");
  for (const type of Object.keys(BOARDS)) {
    writeFileSync(join(folder, type), READING_BOARD, { mode: 0o755 });
    await writeSized(stage, type, sizes[type] ?? 100_000);
  }
  const manifestPath = stage.manifest("two", MANIFEST);
  return { stage, manifestPath, bundlePath: await bundle(stage, manifestPath) };
}

async function writeSized(stage: Stage, type: string, sizeBytes: number): Promise<void> {
  const folder = join(stage.system.folder, "manifests");
  const payload = join(folder, "payload");
  writeFileSync(payload, Buffer.alloc(sizeBytes, `${type} `));
  await writeArtifact({
    ...{ output: join(folder, `${type}-v2.mender`), type, compatibleTypes: [type], name: `${type}-v2` },
    ...{ software: { version: "v2" }, files: [payload], compression: "none" },
  });
}

/** As a pipe would give it. */
export function piped(path: string, end = Number.POSITIVE_INFINITY): Readable {
  return createReadStream(path, { end: end - 1 });
}

/** Files of artifacts that wait for their consumers. */
export function stored(stage: Stage): readonly string[] {
  const folder = join(stage.system.folder, "store", "stream");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !name.endsWith(".header"));
}

/** How much of a payload each board has got. */
export function got(stage: Stage): Readonly<Record<string, number>> {
  const ids = Object.values(BOARDS).flatMap((each) => each.ids);
  const sizes = ids.map((id): [string, number] => [id, Number(readFileSync(stage.system.instance(id, "got"), "utf8"))]);
  return Object.fromEntries(sizes);
}
