// Passes chunks from one loop to another, one at a time: giving waits until the chunk before was taken, taking waits until
// there is one. Either side can end it for both.

export class Handover implements AsyncIterable<Buffer> {
  #chunk: Buffer | undefined;
  #state: "open" | "ended" | "left" | { readonly failure: Error } = "open";
  #wake: (() => void)[] = [];

  /** Resolves once the chunk is the next to be taken. A taker that has left takes everything silently. */
  async give(chunk: Buffer): Promise<void> {
    while (this.#chunk !== undefined && this.#state === "open") await this.#changed();
    if (this.#state !== "open") return;
    this.#chunk = chunk;
    this.#change();
  }

  end(): void {
    this.#settle("ended");
  }

  /** The taker's loop throws this, unless everything was given already. */
  fail(failure: Error): void {
    this.#settle({ failure });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, void> {
    try {
      for (;;) {
        const chunk = this.#chunk;
        if (chunk !== undefined) {
          this.#chunk = undefined;
          this.#change();
          yield chunk;
        } else if (typeof this.#state === "object") throw this.#state.failure;
        else if (this.#state !== "open") return;
        else await this.#changed();
      }
    } finally {
      this.#settle("left");
    }
  }

  #settle(state: "ended" | "left" | { readonly failure: Error }): void {
    if (this.#state === "open") this.#state = state;
    this.#change();
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #change(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
