// The solver's variables by activity, the liveliest on top; equal ones by number, so that it is deterministic.

const LARGEST = 1e100;

export class ActivityHeap {
  readonly #activity: Float64Array;
  readonly #heap: Int32Array;
  /** Index in the heap; -1 for variables that are not in it. */
  readonly #places: Int32Array;
  #size = 0;
  /** What one mention is worth: more and more, so that old ones fade. */
  #step = 1;

  constructor(variables: number) {
    this.#activity = new Float64Array(variables);
    this.#heap = new Int32Array(variables);
    this.#places = new Int32Array(variables).fill(-1);
  }

  insert(variable: number): void {
    if ((this.#places[variable] as number) >= 0) return;
    this.#size += 1;
    this.#up(variable, this.#size - 1);
  }

  bump(variable: number): void {
    const activity = this.#activity;
    activity[variable] = (activity[variable] as number) + this.#step;
    if ((activity[variable] as number) > LARGEST) this.#rescale();
    this.#raise(variable);
  }

  /** All activities lose, in comparison with those to come. */
  decay(): void {
    this.#step /= 0.95;
  }

  #rescale(): void {
    const activity = this.#activity;
    for (let at = 0; at < activity.length; at += 1) activity[at] = (activity[at] as number) / LARGEST;
    this.#step /= LARGEST;
  }

  #raise(variable: number): void {
    const place = this.#places[variable] as number;
    if (place >= 0) this.#up(variable, place);
  }

  /** -1 when empty. */
  pop(): number {
    if (this.#size === 0) return -1;
    const top = this.#heap[0] as number;
    this.#places[top] = -1;
    this.#size -= 1;
    if (this.#size > 0) this.#down(this.#heap[this.#size] as number, 0);
    return top;
  }

  #isAbove(a: number, b: number): boolean {
    const one = this.#activity[a] as number;
    const other = this.#activity[b] as number;
    return one > other || (one === other && a < b);
  }

  #up(variable: number, from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent] as number;
      if (!this.#isAbove(variable, above)) break;
      this.#put(above, at);
      at = parent;
    }
    this.#put(variable, at);
  }

  #down(variable: number, from: number): void {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#isAbove(this.#heap[child + 1] as number, this.#heap[child] as number))
        child += 1;
      const below = this.#heap[child] as number;
      if (!this.#isAbove(below, variable)) break;
      this.#put(below, at);
      at = child;
    }
    this.#put(variable, at);
  }

  #put(variable: number, at: number): void {
    this.#heap[at] = variable;
    this.#places[variable] = at;
  }
}
