// Where rollback points are kept, and what a run knows of those of its deployment.

import type { ComponentKey } from "../model/index.js";
import type { RollbackPoints } from "./ports.js";
import type { Recorder } from "./recorder.js";

/** Where points are kept, and how long it takes. */
export interface PointStore {
  readonly points: RollbackPoints;
  /** The system's own name among all that keep points there. */
  readonly system: string;
  /** Milliseconds, of a clock that nobody sets. */
  monotonic(): number;
}

/** What a run knows of the points of its deployment. */
export interface PointKeeper extends PointStore {
  readonly deploymentId: string;
  readonly recorder: Recorder;
  /** Of the components whose capture is known to be complete: of nobody else was ArtifactInstall started. */
  readonly captured: Map<ComponentKey, string>;
  /** A restore is ended by nothing else. */
  readonly leaveSignal: AbortSignal;
}
