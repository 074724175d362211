// What a conformance run is told. The states need a whole adapter and an artifact, which the caller wires: this folder
// knows nothing of how artifacts are made.

import type { Log } from "../../base/index.js";
import type { Interfaces } from "../../engine/ports.js";
import type { Dialect, PlannedArtifact, Provides } from "../../model/index.js";
import type { CalledComponent } from "../call-form.js";

export interface ConformanceRequest {
  /** Absolute path of the executable; its last part is the interface's name. */
  readonly path: string;
  readonly dialect: Dialect;
  /** Without an id in the 2026 dialect. */
  readonly component: CalledComponent;
  readonly timeoutSeconds: number;
  /** An empty folder that the caller removes. */
  readonly scratchFolder: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Absent: only queries are asked. */
  readonly states?: StatesRequest;
}

export interface StatesRequest {
  readonly interfaces: Interfaces;
  /** Where these interfaces make their work dirs. */
  readonly workRoot: string;
  readonly artifact: PlannedArtifact;
  /** `artifact_provides` of the artifact's type-info. */
  readonly target: Provides;
}
