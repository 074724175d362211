// How a part of an artifact is compressed, by its name.

import type { Compression } from "../../model/index.js";

const SUFFIXES = { none: ".tar", gzip: ".tar.gz", xz: ".tar.xz", zstd: ".tar.zst" } as const satisfies Readonly<
  Record<Compression, string>
>;

export const COMPRESSIONS = ["none", "gzip", "xz", "zstd"] as const satisfies readonly Compression[];

/** The compression of `NAME.tar`, `NAME.tar.gz`, … where `stem` is NAME; undefined when it is no such name. */
export function compressionOf(name: string, stem: string): Compression | undefined {
  return COMPRESSIONS.find((compression) => name === stem + SUFFIXES[compression]);
}

export function suffixOf(compression: Compression): string {
  return SUFFIXES[compression];
}
