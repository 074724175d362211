export { mountAtOrBelow } from "./mounts.js";
export { nameWith } from "./place.js";
export { type Repaired, repairSwaps, unclearedText } from "./repair.js";
export { SWAP_DISK, type SwapDisk } from "./swap-disk.js";
export { treeKind } from "./tree-kind.js";
