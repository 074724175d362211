// A context in which a bundle from standard input is one of the sources of artifacts, for as long as one command runs. It knows
// which components are at work, so that nothing is stored that somebody is about to take.

import { Readable } from "node:stream";
import { openStreamBundle, parseBundleLocation, STANDARD_INPUT, type StreamBundle } from "../../artifacts/index.js";
import { OrchestratorError } from "../../base/index.js";
import type { Interfaces, StateCall } from "../../engine/ports.js";
import { type Plan, plannedComponents, type State } from "../../model/index.js";
import type { AppContext } from "../context.js";
import type { Wire } from "../wire.js";
import { findManifest, type ManifestSource, sourceIn } from "./manifest-source.js";

export interface GivenManifest {
  /** As on the command line: a path, or `-`. */
  readonly manifestPath: string;
  /** What `-` stands for. */
  readonly stdin?: NodeJS.ReadableStream;
  readonly signal?: AbortSignal;
}

export interface OpenedManifest {
  readonly context: AppContext;
  readonly source: ManifestSource;
  /** To be left or closed. */
  readonly stream?: StreamBundle;
}

/** Throws BUNDLE_…, ARGUMENT_INVALID. */
export async function openManifest(context: AppContext, given: GivenManifest): Promise<OpenedManifest> {
  if (given.manifestPath !== STANDARD_INPUT) return { context, source: await findManifest(given.manifestPath) };
  const { signal } = given;
  const stream = await openStreamBundle({
    ...{ stream: readableOf(given.stdin), shown: "standard input", folder: context.wire.spool },
    ...(signal && { signal }),
  });
  const wire = wireWith(context.wire, stream);
  return { context: { ...context, wire }, source: sourceIn(stream.head, STANDARD_INPUT), stream };
}

function readableOf(stdin: NodeJS.ReadableStream | undefined): Readable {
  const isTerminal = stdin !== undefined && "isTTY" in stdin && stdin.isTTY === true;
  if (stdin !== undefined && !isTerminal) return stdin instanceof Readable ? stdin : Readable.from(stdin);
  throw new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: "- stands for a bundle from standard input, and nothing is piped there",
    hint: "Pipe a bundle into it, or name the file.",
  });
}

function wireWith(wire: Wire, stream: StreamBundle): Wire {
  const sources = wire.withStream(stream);
  const { artifacts } = sources;
  return {
    ...wire,
    ...sources,
    host: {
      ...wire.host,
      reboot: async () => {
        await stream.storeRest();
        await wire.host.reboot();
      },
    },
    interfaces: (executables, workRoot, choices) =>
      watched(wire.interfaces(executables, workRoot, { artifacts, ...choices }), stream),
  };
}

const WAY_BACK: readonly State[] = [
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
  "ArtifactFailure",
];

/** On the way back nothing more is downloaded from it. */
function watched(interfaces: Interfaces, stream: StreamBundle): Interfaces {
  const callState = async (call: StateCall) => {
    if (WAY_BACK.includes(call.state)) await stream.close();
    const index = call.state === "Download" ? indexInStream(call.component.artifact.path) : undefined;
    const run = () => interfaces.callState(call);
    return index === undefined ? await run() : await stream.consume(index, run);
  };
  return { ...interfaces, callState };
}

export function indexInStream(location: string): number | undefined {
  const place = parseBundleLocation(location);
  return place?.path === STANDARD_INPUT ? place.index : undefined;
}

/** How often each artifact of the stream is needed. */
export function consumersIn(legs: readonly Plan[], kept: readonly string[]): ReadonlyMap<number, number> {
  const paths = [...legs.flatMap(plannedComponents).map(({ artifact }) => artifact.path), ...kept];
  const counts = new Map<number, number>();
  for (const index of paths.map(indexInStream)) {
    if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return counts;
}
