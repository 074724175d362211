// A line of the table that bench/run.mjs prints.

export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly against?: string;
  readonly figure: number;
  /** Undefined for a row that has something to compare and nothing to reach. */
  readonly aim?: number;
  readonly unit: string;
}

/** Two digits that mean something. */
export function shown(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1_000).toFixed(0)} s`;
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  return `${milliseconds >= 10 ? milliseconds.toFixed(0) : milliseconds.toFixed(2)} ms`;
}
