// How the parts of the tar reader ask for bytes: each is a generator that yields a wish and is given what it wished for, so that it
// reads like code that has the whole archive, while the bytes come as they come.

export type Wish =
  | { readonly kind: "exactly"; readonly bytes: number }
  | { readonly kind: "some"; readonly most: number }
  /** Others may have a turn. */
  | { readonly kind: "pause" };

export type Taking<Result> = Generator<Wish, Result, Buffer>;

export function* exactly(bytes: number): Taking<Buffer> {
  return yield { kind: "exactly", bytes };
}

/** Hands on that many bytes as they come. */
export function* each(bytes: number, use: (chunk: Buffer) => void): Taking<void> {
  for (let left = bytes; left > 0; ) {
    const chunk = yield { kind: "some", most: left };
    use(chunk);
    left -= chunk.length;
  }
}
