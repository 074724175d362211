// The folder in which a case is played with real processes: the program's directories, the manifest, and one folder per
// component, from which the recorder takes its answers and its faults.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../support/index.js";
import type { RecordedCall } from "../chain.js";
import { type CasePart, type Fault, parseAnswers, parseFaults, parsePart } from "../faults.js";
import type { ChainCase } from "../table/index.js";
import { writeArtifact } from "./artifact.js";

const recorder = join(dirname(dirname(fileURLToPath(import.meta.url))), "recorder");

/** Long enough that no call that is to end by itself is ever taken for one that hangs. */
const HANG_TIMEOUT_SECONDS = 8;

export interface Stage {
  readonly folder: string;
  readonly manifestPath: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly faults: readonly Fault[];
  /** Every call so far, of all runs. */
  calls(): readonly RecordedCall[];
}

export async function createStage(chainCase: ChainCase): Promise<Stage> {
  const folder = temporaryFolder();
  const groups = chainCase.groups.map((group) => group.map(parsePart));
  const faults = parseFaults(chainCase.faults);
  for (const name of ["conf", "store", "here", "host", "host/faults"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "log"), "");
  writeFileSync(join(folder, "conf", "mender-orchestrator.conf"), configuration(faults));
  writeFileSync(join(folder, "store", "topology.yaml"), topology(folder, groups.flat()));
  writeFileSync(join(folder, "manifest.yaml"), manifest(groups));
  for (const part of groups.flat()) await layPart(folder, part);
  for (const { id, query, text } of parseAnswers(chainCase.faults)) writeFileSync(join(folder, id, query), text);
  for (const fault of faults) layFault(folder, fault);
  return {
    folder,
    manifestPath: join(folder, "manifest.yaml"),
    environment: {
      PATH: `${join(recorder, "bin")}:${process.env["PATH"]}`,
      RECORDER_STAGE: folder,
      MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "conf"),
      MENDER_ORCHESTRATOR_DATA_DIR: recorder,
      MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "store"),
    },
    faults,
    calls: () => readCalls(join(folder, "log")),
  };
}

const typeOf = (part: CasePart): string => `part-${part.id.toLowerCase()}`;

function configuration(faults: readonly Fault[]): string {
  const hangs = faults.some((fault) => fault.kind === "hang");
  return JSON.stringify(hangs ? { InterfaceTimeoutSeconds: HANG_TIMEOUT_SECONDS } : {});
}

function topology(folder: string, parts: readonly CasePart[]): string {
  return JSON.stringify({
    api_version: "mender/v1",
    kind: "topology",
    system_type: "stage",
    components: parts.map((part) => ({
      component_type: typeOf(part),
      interface: "recorder",
      interface_args: [join(folder, part.id)],
    })),
  });
}

function manifest(groups: readonly (readonly CasePart[])[]): string {
  const entries = groups.flatMap((group, index) =>
    group.map((part) => [
      typeOf(part),
      { artifact_path: `${part.id}.mender`, update_strategy: { order: 10 * (index + 1) } },
    ]),
  );
  return JSON.stringify({
    api_version: "mender/v1",
    kind: "manifest",
    name: "stage-v2",
    system_types_compatible: ["stage"],
    component_types: Object.fromEntries(entries),
  });
}

async function layPart(folder: string, part: CasePart): Promise<void> {
  const own = join(folder, part.id);
  mkdirSync(join(own, "faults"), { recursive: true });
  writeFileSync(join(own, "Provides"), `rootfs-image.recorder.version=${part.isCurrent ? "v2" : "v1"}\n`);
  writeFileSync(join(own, "Identity"), `id=${part.id}\n`);
  writeFileSync(join(own, "NeedsArtifactReboot"), `${part.rebootNeed}\n`);
  writeFileSync(join(own, "SupportsRollback"), `${part.supportsRollback ? "Yes" : "No"}\n`);
  await writeArtifact(join(folder, `${part.id}.mender`), typeOf(part));
}

function layFault(folder: string, { kind, ids, call, number }: Fault): void {
  const what = kind === "error" || kind === "hang" || kind === "linger" ? kind : "signal";
  for (const id of ids) writeFileSync(join(folder, id, "faults", `${call}.${number ?? "always"}`), `${what}\n`);
}

const MARKS: Readonly<Record<string, RecordedCall["what"]>> = { "+": "began", "-": "ended", "!": "stuck" };

function readCalls(path: string): readonly RecordedCall[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [mark = "", id = "", call = ""] = line.split(" ");
      const what = MARKS[mark];
      if (what === undefined) throw new Error(`not a line of the recorder: ${line}`);
      return { what, id, call };
    });
}
