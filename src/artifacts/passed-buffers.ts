// Has the buffers of a stream collected when a few MiB of them went past. They lie outside of V8's heap, so V8 does not see much
// to do until they press on it, and then goes through all of its heap, again and again. No buffers are kept here, and none are
// used twice: a reader may still hold one.

import { runInNewContext } from "node:vm";

/**
 * An install of 200 MiB took 2.9 s of processor time and 101 MiB of memory without this, 2.1 s and 85 MiB with it, in chunks that
 * are twice as large.
 */
const COLLECT_EVERY_BYTES = 4 * 1024 * 1024;

type Collect = (options: { readonly type: "minor" }) => void;

/** To be told of every chunk that was read. Does nothing in a process that was not started with, or given, V8's `--expose-gc`. */
export const countPassed = createCounter(COLLECT_EVERY_BYTES, findCollect);

export function createCounter(everyBytes: number, find: () => Collect | undefined): (bytes: number) => void {
  let passed = 0;
  let collect: { readonly young: Collect | undefined } | undefined;
  return (bytes) => {
    passed += bytes;
    if (passed < everyBytes) return;
    passed = 0;
    collect ??= { young: find() };
    collect.young?.({ type: "minor" });
  };
}

/** A context gets the function when it is made, and that of a process which sets the flag when it has started has none. */
function findCollect(): Collect | undefined {
  return runInNewContext("globalThis.gc");
}
