// The Download state: makes the work dir, asks how the artifact is wanted, runs the interface while serving the streams,
// stores what was not taken, and verifies every byte before it is called a success.

import { InvariantViolation, messageOf, OrchestratorError } from "../base/index.js";
import type { ArtifactSource, Artifacts, StateCall } from "../engine/ports.js";
import { type CallFailed, type CallOutcome, shownLocation } from "../model/index.js";
import { askOne, NEEDS_UNPACKED, PROVIDE_SIZES } from "./answers.js";
import { type CallAccount, type Fault, failed, faultOf, succeeded } from "./outcomes.js";
import { afterPatience } from "./patience.js";
import { type Call, type CallContext, type StartedCall, startState } from "./run-call.js";
import { type StreamEntry, type StreamServer, type StreamsEnd, serveStreams } from "./serve-streams.js";
import { StoreCancelled, StoreFailed, storeFiles } from "./store-files.js";
import { isSystemError, makeWorkDir } from "./work-dir.js";

const PACKED_NAME = "artifact.mender";

interface Download {
  readonly context: CallContext;
  readonly call: StateCall;
  readonly workDir: string;
  readonly source: ArtifactSource;
  readonly isUnpacked: boolean;
  readonly withSizes: boolean;
  readonly onBytes: (entry: StreamEntry, count: number) => void;
  /** Ends whatever still waits for bytes of the artifact. */
  readonly giveUp: AbortController;
}

export async function download(
  context: CallContext,
  artifacts: Artifacts,
  request: { readonly call: StateCall; readonly workDir: string },
): Promise<CallOutcome> {
  const { call, workDir } = request;
  const account = accountOf(context);
  const giveUp = new AbortController();
  const signal = AbortSignal.any([call.signal, giveUp.signal]);
  const source = await openPlanned(artifacts, { ...call, signal }).catch(asFault("artifact"));
  if (isFault(source)) return failed(account, unlessCancelled(call, source));
  const made = await makeWorkDir(workDir, call.component, source.header).catch(asWorkDirFault(workDir));
  if (made !== undefined) return failed(account, made);
  const wanted = await askForm(context, request);
  if (!wanted.ok) return wanted;
  if (wanted.isUnpacked && source.header.scripts.length > 0) return failed(account, hasScripts(call));
  const onBytes = progressOf(source, wanted.isUnpacked, call);
  return await runAndServe({ context, ...request, source, ...wanted, onBytes, giveUp });
}

/** Opens the artifact, and makes sure that it is the planned one. */
async function openPlanned(artifacts: Artifacts, call: StateCall): Promise<ArtifactSource | Fault> {
  const planned = call.component.artifact;
  const source = await artifacts.open(planned.path, call.signal, planned.sha256);
  if (source.header.manifestDigest === planned.manifestDigest) return source;
  const message = `${shownLocation(planned.path)} is not the artifact that was planned with`;
  return { reason: "artifact", code: "ARTIFACT_CHANGED", message };
}

/** Whatever waited for bytes of the artifact fails when the call is ended; that is not the artifact's fault. */
function unlessCancelled({ signal }: StateCall, fault: Fault): Fault {
  if (!signal.aborted || fault.reason !== "artifact") return fault;
  return { reason: "cancelled", message: "cancelled while the artifact was read" };
}

/** Refused before the deployment began, unless the interface answers otherwise now. */
function hasScripts({ component: { artifact } }: StateCall): Fault {
  const message = `${artifact.path} has artifact scripts, which nobody would run`;
  return { reason: "artifact", code: "ARTIFACT_SCRIPTS_UNSUPPORTED", message };
}

type Form = { readonly ok: true; readonly isUnpacked: boolean; readonly withSizes: boolean };

async function askForm(
  context: CallContext,
  request: { readonly call: StateCall; readonly workDir: string },
): Promise<Form | CallFailed> {
  const unpacked = await askOne(context, innerCall(request, "NeedsUnpackedArtifact"), NEEDS_UNPACKED);
  if (!unpacked.ok) return unpacked;
  const sizes = await askOne(context, innerCall(request, "ProvidePayloadFileSizes"), PROVIDE_SIZES);
  if (!sizes.ok) return sizes;
  return { ok: true, isUnpacked: unpacked.answer, withSizes: sizes.answer };
}

async function runAndServe(request: Download): Promise<CallOutcome> {
  const { context, call, workDir, giveUp } = request;
  const ended = new AbortController();
  const entries = () => (request.isUnpacked ? request.source.files() : packedEntry(request.source));
  const serving = await serveStreams({
    workDir,
    pool: context.pool,
    entries: () => entries()[Symbol.asyncIterator](),
    withSizes: request.withSizes,
    signal: ended.signal,
    giveUp: giveUp.signal,
    onBytes: request.onBytes,
  }).catch(asWorkDirFault(workDir));
  if (isFault(serving)) return failed(accountOf(context), serving);
  const name = request.withSizes ? "DownloadWithFileSizes" : "Download";
  const running = await startState(context, innerCall(request, name));
  const settled = await settle({ running, serving, ended, giveUp, signal: call.signal, ...context.settings.limits });
  await serving.close();
  if (settled.fault !== undefined) return failed(running.account, unlessCancelled(call, settled.fault));
  if (!settled.isTaken) {
    const stored = await storeFiles({ workDir, entries, signal: call.signal, onBytes: request.onBytes }).catch(
      asStoreFault(request),
    );
    if (stored !== undefined) return failed(running.account, unlessCancelled(call, stored));
  }
  return succeeded(running.account);
}

/**
 * Waits for the interface and for the serving of its streams. A bad artifact ends the interface at once. An interface
 * that broke the protocol may first end by itself, since its own message says more; then it is ended.
 */
async function settle(parts: {
  readonly running: StartedCall;
  readonly serving: StreamServer;
  readonly ended: AbortController;
  readonly giveUp: AbortController;
  /** Of the call. */
  readonly signal: AbortSignal;
  readonly lingerMilliseconds: number;
}): Promise<{ readonly fault?: Fault; readonly isTaken: boolean }> {
  const { running, serving, ended } = parts;
  const served: Promise<StreamsEnd | Fault> = serving.end.catch(asServingFault);
  let timer: NodeJS.Timeout | undefined;
  void served.then((end) => {
    if (isFault(end)) running.stop("fault");
    else if (end.kind === "fault") timer = afterPatience(parts.lingerMilliseconds, () => running.stop("fault"));
  });
  const end = await running.end;
  ended.abort();
  const patience = afterPatience(parts.lingerMilliseconds, () => parts.giveUp.abort());
  const streams = await served;
  clearTimeout(patience);
  clearTimeout(timer);
  const own = faultOf(running.account, end);
  const isOurs = end.kind === "ended" && end.cause === "fault";
  // What waited for bytes has failed only because nobody wants them any more.
  const isLeft = !isOurs && (parts.giveUp.signal.aborted || parts.signal.aborted);
  if (isFault(streams) && !isLeft) return { fault: streams, isTaken: false };
  if (own !== undefined && !isOurs) return { fault: own, isTaken: false };
  if (isFault(streams))
    return { fault: { reason: "stream", message: "ended before it was given a stream" }, isTaken: false };
  if (streams.kind === "fault") {
    return { fault: { reason: "stream", message: streams.message }, isTaken: false };
  }
  return { isTaken: streams.kind === "taken" };
}

async function* packedEntry(source: ArtifactSource): AsyncGenerator<StreamEntry> {
  const { content, verified } = source.packed();
  verified.catch(() => undefined); // Awaited below, but it may fail before.
  yield { name: PACKED_NAME, sizeBytes: source.sizeBytes, content };
  await verified;
}

/** The total of an unpacked artifact is known only as far as its files are: it grows with each of them. */
function progressOf(source: ArtifactSource, isUnpacked: boolean, call: StateCall): Download["onBytes"] {
  let done = 0;
  let doneBefore = 0;
  let current: StreamEntry | undefined;
  return (entry, count) => {
    if (entry !== current) doneBefore = done;
    current = entry;
    done += count;
    call.onProgress(done, isUnpacked ? doneBefore + entry.sizeBytes : source.sizeBytes);
  };
}

function innerCall(request: { readonly call: StateCall; readonly workDir: string }, name: Call["name"]): Call {
  const { component, signal, onSpawned } = request.call;
  return { name, component, dialect: component.dialect, workDir: request.workDir, signal, onSpawned };
}

function accountOf(context: CallContext): CallAccount {
  return {
    subject: "",
    startedAt: performance.now(),
    timeoutSeconds: context.settings.timeoutSeconds,
    outputTail: () => [],
  };
}

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && "reason" in value;
}

function asFault(reason: Fault["reason"]): (thrown: unknown) => Fault {
  return (thrown) => {
    if (thrown instanceof InvariantViolation) throw thrown;
    const code = thrown instanceof OrchestratorError ? { code: thrown.code } : {};
    return { reason, ...code, message: messageOf(thrown) };
  };
}

/** Artifacts put their system errors into their own words; one that comes bare is of the pipes. */
function asServingFault(thrown: unknown): Fault {
  return asFault(isSystemError(thrown) ? "workdir" : "artifact")(thrown);
}

function asWorkDirFault(workDir: string): (thrown: unknown) => Fault {
  return (thrown) => {
    if (thrown instanceof InvariantViolation) throw thrown;
    return { reason: "workdir", message: `the work dir ${workDir} cannot be written: ${messageOf(thrown)}` };
  };
}

function asStoreFault({ workDir, call }: Download): (thrown: unknown) => Fault {
  return (thrown) => {
    if (thrown instanceof StoreCancelled || call.signal.aborted)
      return { reason: "cancelled", message: "cancelled while storing the payload" };
    return (thrown instanceof StoreFailed ? asWorkDirFault(workDir) : asFault("artifact"))(thrown);
  };
}
