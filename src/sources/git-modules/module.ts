// What is known of one module, on one side: in the repository, or installed. Types alone.

import type { Diagnostic } from "../../base/index.js";
import type { DeclaredPoint } from "../../model/index.js";

/** A module's index.json, as far as updates need it. */
export interface ModuleIndex {
  /** As written; of a number, the digits that stand there. */
  readonly version: string;
  readonly isEnabled: boolean;
  /** A lower one runs first. */
  readonly priority: number;
  readonly description?: string;
  /** What is to come back with the module, besides its own folder. */
  readonly point: DeclaredPoint;
  /** What was found in it and cannot be used. */
  readonly warnings: readonly Diagnostic[];
}

interface ModuleFolder {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

export type ReadModule = ModuleFolder & { readonly ok: true; readonly index: ModuleIndex };
export type UnreadableModule = ModuleFolder & { readonly ok: false; readonly why: Diagnostic };
export type ModuleReading = ReadModule | UnreadableModule;

/**
 * `new` and `newer` are to be updated; `older`: what is installed is newer; `unreadable`: on either side; `disabled`: on either
 * side; `localOnly`: the repository does not have it; `heldBack`: it would be `newer`, but a way back has left that version. The last
 * is not known by looking at the two sides, but by whoever knows what was done.
 */
export type ModuleState = "new" | "newer" | "same" | "older" | "unreadable" | "disabled" | "localOnly" | "heldBack";

export interface ModuleComparison {
  readonly name: string;
  readonly state: ModuleState;
  /** As written; undefined where there is none, or none that can be read. */
  readonly localVersion?: string;
  readonly repositoryVersion?: string;
  /** The repository's, else the installed one's, else 100. */
  readonly priority: number;
  readonly local?: ModuleReading;
  readonly repository?: ModuleReading;
  /** Of `unreadable`: what is wrong, at least one. Of the others: empty. */
  readonly faults: readonly Diagnostic[];
  /** What an index names and cannot be captured, and the like. */
  readonly warnings: readonly Diagnostic[];
}

export const DEFAULT_PRIORITY = 100;

export function needsUpdate({ state }: Pick<ModuleComparison, "state">): boolean {
  return state === "new" || state === "newer";
}
