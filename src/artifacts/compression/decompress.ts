// Unpacks a part of an artifact, whatever it is packed with. What that needs is looked for at once, so that a program that
// is missing is known before anything is touched.

import { unreachable } from "../../base/index.js";
import type { Compression } from "../../model/index.js";
import { gunzip } from "./gunzip.js";
import { unxz } from "./unxz.js";
import { unzstd } from "./unzstd.js";

/**
 * Throws ARTIFACT_PROGRAM_MISSING; the rest comes out of the loop.
 * @param what the compressed part's name, for messages
 */
export function decompress(
  bytes: AsyncIterable<Buffer>,
  compression: Compression,
  what: string,
): AsyncIterable<Buffer> {
  switch (compression) {
    case "none":
      return bytes;
    case "gzip":
      return gunzip(bytes, what);
    case "xz":
      return unxz(bytes, what);
    case "zstd":
      return unzstd(bytes, what);
    default:
      return unreachable(compression);
  }
}
