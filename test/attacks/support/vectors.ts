// What an attack is here: bytes that claim to be an artifact, and the one name under which they are refused.

import type { ErrorCode } from "../../../src/base/index.js";

export interface Vector {
  readonly name: string;
  readonly code: ErrorCode;
  readonly bytes: () => Buffer;
}

export interface AttackClass {
  readonly title: string;
  readonly vectors: readonly Vector[];
  /** What it needs besides Node. */
  readonly program: "xz" | "zstd" | undefined;
}

export type Row = readonly [name: string, code: ErrorCode, bytes: () => Buffer];

export function attackClass(title: string, rows: readonly Row[], program?: AttackClass["program"]): AttackClass {
  return { title, program, vectors: rows.map(([name, code, bytes]) => ({ name, code, bytes })) };
}
