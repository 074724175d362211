// A process of its own that restores a backup and is killed, for good, before one of its renames. Arguments: the backup as JSON, and
// before which rename. It prints nothing.

import { renameSync } from "node:fs";
import type { BackupInfo } from "../../../src/rollback/contract.js";
import { SWAP_DISK, treeKind } from "../../../src/rollback/tree/index.js";

const [backup = "", renames = "0"] = process.argv.slice(2);
let left = Number(renames);

const rename = (from: string, to: string) => {
  if (left-- === 0) process.kill(process.pid, "SIGKILL");
  renameSync(from, to);
};

const kind = treeKind({ ...SWAP_DISK, rename });
const { signal } = new AbortController();
const restoration = await kind.prepare({ backup: JSON.parse(backup) as BackupInfo, signal });
await restoration.apply();
