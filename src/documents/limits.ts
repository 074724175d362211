// How much a document may ask of this program. Every limit is far above what a real system needs and far below what
// would hurt a small gateway; docs/manifests.md lists them.

import { MAX_NAME_BYTES } from "../model/index.js";

export const LIMITS = {
  maxSizeBytes: 2 * 1024 * 1024,
  /** Of an inventory in JSON, which is read piece by piece. */
  maxInventoryBytes: 512 * 1024 * 1024,
  maxInventoryEntries: 2_000_000,
  /** Lexical tokens: what bounds the parser's time and memory, which a short text can drive up. */
  maxTokens: 800_000,
  /** Levels of lists and maps inside each other. */
  maxDepth: 32,
  /** Values after aliases have been followed. */
  maxValues: 250_000,
  /** Aliases in one document, and the same figure for the yaml library's own limit. */
  maxAliases: 100,
  maxComponents: 10_000,
  /** The schemas say so, too. */
  maxOrder: 100,
  maxParallel: 1_000_000,
  /** Component types that the rows of one table name. */
  maxColumns: 1000,
  /** Bytes of a name that becomes a folder. */
  maxNameBytes: MAX_NAME_BYTES,
  /** Faults reported for one document; the rest is only counted. */
  maxFaults: 100,
} as const;
