// What every way of showing a running deployment can do.

import type { Plan } from "../../model/index.js";
import type { Observer } from "../app-types.js";

export interface Progress extends Observer {
  planned(plan: Plan): void;
  started(deploymentId: string): void;
  /** A message to the person who watches. */
  say(message: string): void;
  /** Leaves the terminal as it was found. May be called twice. */
  end(): void;
}
