// zstd of Node's own zlib, which has it since 22.15 and 23.8. The types are those of an older Node, hence the look by name.

import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { LARGE_CHUNK_BYTES } from "../limits.js";

export interface NodeZstd {
  compressor(): Transform;
  decompressor(): Transform;
}

type Make = (options: { readonly chunkSize: number; readonly params?: Readonly<Record<number, number>> }) => Transform;

/** ZSTD_c_checksumFlag of zstd.h. */
const CHECKSUM_FLAG = 201;

export function nodeZstd(module: object = zlib): NodeZstd | undefined {
  if (!hasZstd(module)) return undefined;
  const chunkSize = LARGE_CHUNK_BYTES;
  return {
    compressor: () => module.createZstdCompress({ chunkSize, params: { [CHECKSUM_FLAG]: 1 } }),
    decompressor: () => module.createZstdDecompress({ chunkSize }),
  };
}

function hasZstd(module: object): module is { readonly createZstdCompress: Make; readonly createZstdDecompress: Make } {
  return "createZstdCompress" in module && "createZstdDecompress" in module;
}
