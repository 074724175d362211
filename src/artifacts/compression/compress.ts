// Packs a part of an artifact. The same content gives the same bytes with the same release of what packs it: no times, no
// names, one thread.

import { unreachable } from "../../base/index.js";
import type { Compression } from "../../model/index.js";
import { fault } from "../fault.js";
import { READ_CHUNK_BYTES } from "../limits.js";
import { deterministicGzip } from "./deterministic-gzip.js";
import { throughProgram } from "./filter-program.js";
import { inBlocks } from "./in-blocks.js";
import { nodeZstd } from "./node-zstd.js";
import { type Program, packerPath } from "./packer-path.js";
import { throughTransform } from "./through-transform.js";

const XZ_ARGUMENTS = ["--compress", "--stdout", "--format=xz", "--threads=1"];
const ZSTD_ARGUMENTS = ["--compress", "--stdout", "--quiet", "--check", "--single-thread"];

/** Throws ARTIFACT_PROGRAM_MISSING. */
export function compress(bytes: AsyncIterable<Buffer>, compression: Compression): AsyncIterable<Buffer> {
  switch (compression) {
    case "none":
      return bytes;
    case "gzip":
      return deterministicGzip(bytes);
    case "xz":
      return byProgram(bytes, "xz", XZ_ARGUMENTS);
    case "zstd":
      return zstd(bytes);
    default:
      return unreachable(compression);
  }
}

function zstd(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const own = nodeZstd();
  if (own === undefined) return byProgram(bytes, "zstd", ZSTD_ARGUMENTS);
  return throughTransform(inBlocks(bytes, READ_CHUNK_BYTES), own.compressor());
}

function byProgram(bytes: AsyncIterable<Buffer>, program: Program, args: readonly string[]): AsyncIterable<Buffer> {
  const path = packerPath(program);
  const refusal = () => fault("ARTIFACT_PROGRAM_FAILED", `${program} could not compress`);
  return throughProgram(bytes, { program, path, args, refusal });
}
