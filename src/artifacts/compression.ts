// How a part of an artifact is compressed, by its name. xz and zstd are recognised, and have their place here.

import { unreachable } from "../base/index.js";
import type { Compression } from "../model/index.js";
import { fault } from "./fault.js";
import { gunzip } from "./gunzip.js";

const SUFFIXES: readonly (readonly [suffix: string, compression: Compression])[] = [
  [".tar", "none"],
  [".tar.gz", "gzip"],
  [".tar.xz", "xz"],
  [".tar.zst", "zstd"],
];

/** The compression of `NAME.tar`, `NAME.tar.gz`, … where `stem` is NAME; undefined when it is no such name. */
export function compressionOf(name: string, stem: string): Compression | undefined {
  return SUFFIXES.find(([suffix]) => name === stem + suffix)?.[1];
}

/** @param what the compressed part's name, for messages */
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
    case "zstd":
      throw fault("ARTIFACT_COMPRESSION_UNSUPPORTED", `${what}: ${compression} is not supported yet`);
    default:
      return unreachable(compression);
  }
}
