// Bytes made a little wrong: what a transmission does to them, and what somebody does who knows the format.

import type { Random } from "./random.js";

export type Words = readonly (string | Buffer)[];

const EXTREMES = [0, 1, 0x7f, 0x80, 0xfe, 0xff] as const;

export function mutate(bytes: Buffer, random: Random, words: Words): Buffer {
  let changed = bytes;
  for (let left = 1 + random.below(4); left > 0; left -= 1) changed = once(changed, random, words);
  return changed;
}

function once(bytes: Buffer, random: Random, words: Words): Buffer {
  const at = random.below(bytes.length + 1);
  const length = Math.min(random.once(4) ? random.below(600) : random.below(12), bytes.length - at);
  const piece = bytes.subarray(at, at + length);
  const word = Buffer.from(random.pick(words));
  switch (random.below(9)) {
    case 0:
      return replaced(bytes, at, flipped(bytes.subarray(at, at + 1), random));
    case 1:
      return replaced(bytes, at, Buffer.from([random.pick(EXTREMES)]));
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return spliced(bytes, at, { removed: length, added: Buffer.alloc(0) });
    case 4:
      return spliced(bytes, at, { removed: 0, added: piece });
    case 5:
      return spliced(bytes, random.below(bytes.length + 1), { removed: 0, added: piece });
    case 6:
      return spliced(bytes, at, { removed: 0, added: word });
    case 7:
      return spliced(bytes, at, { removed: length, added: word });
    default:
      return replaced(bytes, at, word);
  }
}

function flipped(bytes: Buffer, random: Random): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ (1 << random.below(8))));
}

function replaced(bytes: Buffer, at: number, by: Buffer): Buffer {
  return spliced(bytes, at, { removed: by.length, added: by });
}

function spliced(bytes: Buffer, at: number, { removed, added }: { readonly removed: number; readonly added: Buffer }) {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}
