// All classes of attacks on artifacts.

import type { AttackClass } from "../support/vectors.js";
import { bits } from "./bits.js";
import { gzipBombs, windows, xzBombs, zstdBombs } from "./bombs.js";
import { cutPacked, gzipMembers, trailing, truncated } from "./damage.js";
import { endless, names, records } from "./extended-headers.js";
import { duplicates, misordered, missing, twins, unlisted } from "./listing.js";
import { absolute, unreadable, upwards } from "./names.js";
import { lies, negative, noNumbers, overflowing, times } from "./sizes.js";
import { depth, keys, notJson } from "./texts.js";
import { devices, folders, hardLinks, pipes, sparse, symbolicLinks } from "./types.js";

export const CLASSES: readonly AttackClass[] = [
  ...[upwards, absolute, unreadable],
  ...[symbolicLinks, hardLinks, devices, pipes, folders, sparse],
  ...[duplicates, twins, misordered, unlisted, missing],
  ...[negative, overflowing, noNumbers, lies, times],
  ...[records, names, endless],
  ...[truncated, cutPacked, trailing, gzipMembers],
  ...[gzipBombs, xzBombs, zstdBombs, windows, bits],
  ...[keys, depth, notJson],
];
