// What every way of showing a running deployment can do.

import type { Plan, StampedRecord } from "../../model/index.js";
import type { Observer } from "../app-types.js";

export interface Progress extends Observer {
  planned(plan: Plan): void;
  started(deploymentId: string, earlier: readonly StampedRecord[]): void;
  /** A message to the person who watches. */
  say(message: string): void;
  /** Leaves the terminal as it was found. May be called twice. */
  end(): void;
}
