// What a module becomes for the engine: a system with one component. Types and names alone.

import { join } from "node:path";
import type { Diagnostic } from "../../../base/index.js";
import type { Claims } from "../claims.js";
import type { ModulesPlace } from "../place.js";

export interface PreparedModule {
  readonly manifestPath: string;
  readonly topologyFolder: string;
  readonly artifactPath: string;
  readonly claims: Claims;
  /** What is not captured, and why. */
  readonly warnings: readonly Diagnostic[];
}

export interface PreparePlaces {
  readonly place: ModulesPlace;
  /** The module's own; it is made. All that is in it can be made again at any time. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The name of its system in the data store. */
export function systemOfModule(name: string): string {
  return `module.${name}`;
}

/** Where it is, or will be, installed. */
export function destinationOf(place: ModulesPlace, name: string): string {
  return join(place.modules, name);
}

/** As the interface is told it, and as a deployment's plan keeps it. */
export function destinationArgument(place: ModulesPlace, name: string): string {
  return `destination=${destinationOf(place, name)}`;
}
