// Files and folders as a kind of capture.

import type { CaptureKind } from "../contract.js";
import { captureTree } from "./capture.js";
import { estimateTree } from "./estimate.js";
import { prepareTree, type Warn } from "./prepare.js";
import { SWAP_DISK, type SwapDisk } from "./swap-disk.js";
import { readBackup } from "./verify.js";

/** Sources are paths. Restores are noted in the folder `restores` of the backups: see repairSwaps. */
export function treeKind(disk: SwapDisk = SWAP_DISK, warn: Warn = () => undefined): CaptureKind<string> {
  return {
    backupType: "file",
    estimateBytes: estimateTree,
    capture: captureTree,
    verify: (opened) => readBackup(opened),
    prepare: (opened) => prepareTree(opened, disk, warn),
  };
}
