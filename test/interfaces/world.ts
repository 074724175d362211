// What the tests of this folder share: an interface written in shell, a component that uses it, artifacts that are what a
// test says (the port, faked), and a log that is kept.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Log } from "../../src/base/index.js";
import type { Artifacts, Interfaces, QueryCall, StateCall } from "../../src/engine/ports.js";
import { createInterfaces, type InterfacesSettings } from "../../src/interfaces/index.js";
import type { ArtifactHeader, CallOutcome, PlannedComponent, State } from "../../src/model/index.js";
import { temporaryFolder } from "../support/index.js";

export const READ_ALL = `
  while true; do
    line="$(cat stream-next)"; [ -z "$line" ] && break
    set -- $line; cat "$1" > "tmp/\${1#streams/}"; echo "$line" >> tmp/order
  done`;

export interface FakeFile {
  readonly name: string;
  readonly content: string | (() => Readable);
  readonly sizeBytes?: number;
}

export interface World {
  readonly folder: string;
  readonly workRoot: string;
  readonly log: readonly string[];
  readonly interfaces: Interfaces;
  component(change?: Partial<PlannedComponent>): PlannedComponent;
  workDir(component?: PlannedComponent): string;
  run(state: State, change?: Partial<StateCall>): Promise<CallOutcome>;
  queryCall(change?: Partial<QueryCall>): QueryCall;
}

export const HEADER: ArtifactHeader = {
  name: "release-2",
  group: "group-2",
  payloadType: "mock",
  payloadProvides: { "mock.version": "2" },
  clearsProvides: [],
  depends: {},
  scripts: [],
  checksums: {},
  manifestDigest: "d1",
  payloadCompression: "none",
  raw: { headerInfo: '{"h":1}', typeInfo: '{"t":1}', metaData: "" },
};

/** `script` is the body of a case statement's branches, or a whole script when it begins with `#!`. */
export function makeInterface(folder: string, name: string, script: string): string {
  const path = join(folder, name);
  const body = script.startsWith("#!") ? script : `#!/bin/sh\ncase "$1" in\n${script}\nesac\n`;
  writeFileSync(path, body, { mode: 0o755 });
  return path;
}

/** What is to be seen at a process's end is seen in time on any machine; a test in which something stays asks for QUICKLY. */
const NOT_WAITED_FOR = 30_000;

/** Limits of a test that waits for what does not end by itself. */
export const QUICKLY = { lingerMilliseconds: 200 } as const;

export function makeWorld(
  script: string,
  options: { readonly files?: readonly FakeFile[]; readonly artifacts?: Artifacts } & Partial<InterfacesSettings> = {},
): World {
  const folder = temporaryFolder();
  const workRoot = join(folder, "work");
  mkdirSync(workRoot);
  const { log, lines } = keptLog();
  const { files, ...settings } = options;
  const interfaces = createInterfaces({
    artifacts: fakeArtifacts(files ?? []),
    workRoot,
    executables: new Map([["mock", makeInterface(folder, "mock", script)]]),
    timeoutSeconds: 150,
    environment: { PATH: process.env["PATH"], OUT: folder },
    log,
    marker: `test-${folder}`,
    ...settings,
    limits: { graceMilliseconds: 300, lingerMilliseconds: NOT_WAITED_FOR, ...settings.limits },
  });
  const component = (change: Partial<PlannedComponent> = {}): PlannedComponent => ({ ...COMPONENT, ...change });
  const queryCall = (change: Partial<QueryCall> = {}): QueryCall => ({
    component: component(),
    signal: new AbortController().signal,
    onSpawned: () => undefined,
    ...change,
  });
  return {
    folder,
    workRoot,
    log: lines,
    interfaces,
    component,
    workDir: (given = component()) => join(workRoot, given.key),
    run: (state, change) => interfaces.callState({ ...queryCall(), state, onProgress: () => undefined, ...change }),
    queryCall,
  };
}

const COMPONENT: PlannedComponent = {
  key: "rtos.R1",
  type: "rtos",
  id: "R1",
  interfaceName: "mock",
  interfaceArgs: ["a b", "$(c)"],
  dialect: "2024",
  artifact: { path: "/a.mender", name: "release-2", manifestDigest: "d1" },
  provides: { artifact_name: "release-1", artifact_group: "group-1", device_type: "board" },
  target: {},
};

export function keptLog(): { readonly log: Log; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const log = { trace: at("trace"), debug: at("debug"), info: at("info"), warning: at("warning"), error: at("error") };
  return { log, lines };
}

export function fakeArtifacts(files: readonly FakeFile[], header: ArtifactHeader = HEADER): Artifacts {
  const readableOf = (file: FakeFile) => {
    if (typeof file.content === "function") return file.content();
    return Readable.from(file.content === "" ? [] : [Buffer.from(file.content)]);
  };
  const sizeOf = (file: FakeFile) =>
    file.sizeBytes ?? (typeof file.content === "string" ? Buffer.byteLength(file.content) : 0);
  return {
    readHeader: async () => header,
    digest: async () => "",
    open: async () => ({
      header,
      sizeBytes: 6,
      async *files() {
        for (const file of files) yield { name: file.name, sizeBytes: sizeOf(file), content: readableOf(file) };
      },
      packed: () => ({ content: Readable.from([Buffer.from("packed")]), verified: Promise.resolve() }),
    }),
  };
}
