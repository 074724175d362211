// What the engine needs of the outside world. Adapters implement these types and are constructed in app/wire.ts; the
// simulated world and the tests bring their own.

import type { Readable } from "node:stream";
import type {
  ArtifactHeader,
  AskedComponent,
  CallOutcome,
  ComponentKey,
  DeclaredPoint,
  JournalRecord,
  PlannedComponent,
  Provides,
  QueryOutcome,
  RebootNeed,
  StampedRecord,
  State,
} from "../model/index.js";

/** One file of an artifact's payload. The content must be read to its end, or destroyed, before the next file. */
export interface PayloadFile {
  /** A plain file name, already checked: no slash, not `.` or `..`. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: Readable;
}

/**
 * An artifact that can be given to an interface. Both forms verify every checksum on the way: `files` throws and
 * `packed.verified` rejects with an OrchestratorError (`ARTIFACT_…`) as soon as a byte is wrong, at the latest at the end.
 */
export interface ArtifactSource {
  readonly header: ArtifactHeader;
  /** Size of the whole `.mender` file. */
  readonly sizeBytes: number;
  /** Payload files one by one, unpacked. */
  files(): AsyncIterable<PayloadFile>;
  /** The whole `.mender` file as one stream. `verified` settles after the content has ended. */
  packed(): { readonly content: Readable; readonly verified: Promise<void> };
}

export interface Artifacts {
  /** Reads and checks the header only. Throws OrchestratorError (`ARTIFACT_…`, `DOWNLOAD_…`). */
  readHeader(location: string, signal?: AbortSignal): Promise<ArtifactHeader>;
  /**
   * Opens for streaming; the header is read again. The signal ends whatever waits for bytes, also later. With a `sha256` of the
   * whole `.mender` file, both forms fail at their end where the bytes were others.
   */
  open(location: string, signal?: AbortSignal, sha256?: string): Promise<ArtifactSource>;
  /** sha256 in hex of the whole `.mender` file, which is read to its end. */
  digest(location: string, signal?: AbortSignal): Promise<string>;
}

export interface StateCall {
  readonly component: PlannedComponent;
  readonly state: State;
  /** Aborting ends the call's whole process group; the outcome is then `cancelled`. */
  readonly signal: AbortSignal;
  /** Called once the process runs, with what the journal needs to find it again. */
  onSpawned(process: { readonly pid: number; readonly startTicks: string }): void;
  /** Bytes of the artifact given to the interface so far, during Download. */
  onProgress(bytesDone: number, bytesTotal: number): void;
}

export interface QueryCall {
  readonly component: PlannedComponent;
  readonly signal: AbortSignal;
  onSpawned(process: { readonly pid: number; readonly startTicks: string }): void;
}

/** Asked of a component for which no state has run: it has no work dir yet, and gets none. */
export interface ProvidesCall extends Omit<QueryCall, "component"> {
  readonly component: AskedComponent;
}

/** The interfaces of one deployment. Never rejects for a fault of an interface, an artifact or a work dir: that is an outcome. */
export interface Interfaces {
  /** Runs one state. Download makes the work dir first, streams the artifact and verifies it. */
  callState(call: StateCall): Promise<CallOutcome>;
  askNeedsReboot(call: QueryCall): Promise<QueryOutcome<RebootNeed>>;
  askSupportsRollback(call: QueryCall): Promise<QueryOutcome<boolean>>;
  askProvides(call: ProvidesCall): Promise<QueryOutcome<Provides>>;
  /** Removes the component's work dir, after its Cleanup. */
  removeWorkDir(component: PlannedComponent): Promise<void>;
  /**
   * Ends whatever is left of the interrupted calls of an earlier process, and waits until it is gone. `spawned` are those
   * that were noted; a call that was started and not yet noted is found by the mark in its environment.
   */
  endSurvivors(spawned: readonly { readonly pid: number; readonly startTicks: string }[]): Promise<void>;
}

/** A complete rollback point, as it was captured. */
export interface CapturedPoint {
  readonly pointId: string;
  readonly sizeBytes: number;
  readonly durationMilliseconds: number;
  /** For people: what was not captured as it was. */
  readonly warnings: readonly string[];
}

export interface RestoredData {
  readonly durationMilliseconds: number;
  /** For people: what stays although it was not there, the file of a new service for example. */
  readonly remains: readonly string[];
}

/** Whose point it is: one per component and deployment. */
export interface PointOwner {
  readonly system: string;
  readonly deploymentId: string;
  readonly component: ComponentKey;
}

/**
 * Files, services and databases, captured before a component is updated. Everything rejects with an OrchestratorError
 * (`BACKUP_…`).
 */
export interface RollbackPoints {
  /** All that is declared, or nothing: a point that is not complete does not exist. */
  capture(owner: PointOwner, declared: DeclaredPoint, signal: AbortSignal): Promise<CapturedPoint>;
  /** The newest complete point of that owner. */
  find(owner: PointOwner): Promise<CapturedPoint | undefined>;
  /**
   * Brings everything of the point back. May be called again after a crash or a failure. Rejects with BACKUP_RESTORE_FAILED, which
   * says what is in which state, or with another error of BACKUP_… while nothing is touched yet.
   */
  restore(pointId: string, signal: AbortSignal): Promise<RestoredData>;
  /** Removes points that the retention rule does not keep; never one of the deployments that are named. */
  prune(keep: { readonly system: string; readonly deploymentIds: readonly string[] }): Promise<void>;
}

/** The journal of one deployment: append-only, each record with a checksum chained to the one before. */
export interface Journal {
  /** Everything written so far. */
  readonly records: readonly StampedRecord[];
  /**
   * Writes a record, without waiting for the disk: it survives the death of this process, not a power cut.
   * Throws JOURNAL_UNWRITABLE.
   */
  append(record: JournalRecord): StampedRecord;
  /** Resolves once everything appended so far survives a power cut. */
  sync(): Promise<void>;
  /** The disk was full once and the journal lives on its reserve: go back while there is room to say so. */
  readonly isOnReserve: boolean;
}

export interface Host {
  /** Runs the `reboot` command. Resolves when it has returned; rejects with its message when it failed. */
  reboot(): Promise<void>;
  readonly bootId: string;
  readonly pid: number;
}

/** Told of everything as it happens, for live views. Must not throw. */
export interface Observer {
  recorded(record: StampedRecord): void;
  progressed(component: string, bytesDone: number, bytesTotal: number): void;
}
