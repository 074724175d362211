// The hand-made cases: small systems, and what comes of them, worked out by hand. Nothing in them was copied from what the
// program says.

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { semverScheme } from "../../../src/model/index.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import type { RawBatch } from "../../../src/planning/search-result.js";
import type { SystemText } from "./pose.js";

export type Expected =
  | { readonly error: string | readonly string[] }
  | {
      /** Their number, where several sequences are equally good, or each with its moves: `rtos v2`. */
      readonly batches: number | readonly (readonly string[])[];
      readonly updates: number;
      readonly no_return?: number;
    };

export interface HandMadeCase extends SystemText {
  readonly name: string;
  /** How it was worked out. */
  readonly why: string;
  readonly expect: Expected;
}

const FOLDER = new URL("data/", import.meta.url);

export function loadCases(): readonly HandMadeCase[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .flatMap((file) => parse(readFileSync(new URL(file, FOLDER), "utf8"), { version: "1.2" }) as HandMadeCase[]);
}

/** The moves of each batch as the cases write them, sorted; versions as identities. */
export function told(batches: readonly RawBatch[], { groups }: PlanningProblem): readonly (readonly string[])[] {
  return batches.map((moves) => moves.map(({ group, to }) => `${groups[group]?.type} ${to}`).sort());
}

/** The same of what a case expects. */
export function identified(batches: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return batches.map((moves) =>
    moves
      .map((move) => {
        const [type, version = ""] = move.split(" ");
        return `${type} ${semverScheme.canonical(version) ?? version}`;
      })
      .sort(),
  );
}
