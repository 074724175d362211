// What the solver has assigned so far, in the order in which it did, level by level. A literal is 2 * variable, plus 1 where it
// is negated.

export type Literal = number;

export function not(literal: Literal): Literal {
  return literal ^ 1;
}

/** Value of a literal that is neither true (1) nor false (0). */
export const OPEN = 2;

/** A decision, or a fact: no clause says so. Also: no conflict. */
export const NO_REASON = -1;
/** The at-most constraint says so. */
export const COUNTED = -2;

export class Trail {
  /** By literal: 1 true, 0 false, 2 open. */
  readonly values: Uint8Array;
  /** By variable. */
  readonly levels: Int32Array;
  readonly reasons: Int32Array;
  readonly literals: Int32Array;
  end = 0;
  /** By level: where it begins. */
  readonly limits: number[] = [];

  constructor(variables: number) {
    this.values = new Uint8Array(2 * variables).fill(OPEN);
    this.levels = new Int32Array(variables);
    this.reasons = new Int32Array(variables).fill(NO_REASON);
    this.literals = new Int32Array(variables);
  }

  get level(): number {
    return this.limits.length;
  }

  assign(literal: Literal, reason: number): void {
    const variable = literal >> 1;
    this.values[literal] = 1;
    this.values[literal ^ 1] = 0;
    this.levels[variable] = this.limits.length;
    this.reasons[variable] = reason;
    this.literals[this.end] = literal;
    this.end += 1;
  }

  /** The literal that is no longer assigned. */
  pop(): Literal {
    this.end -= 1;
    const literal = this.literals[this.end] as number;
    this.values[literal] = OPEN;
    this.values[literal ^ 1] = OPEN;
    return literal;
  }
}
