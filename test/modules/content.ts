// What is in a folder, without times, which git does not keep.

import { execFileSync } from "node:child_process";

export function contentOf(folder: string): string {
  const script = "find . -printf '%P %y %#m\\n' | sort; find . -type f | sort | xargs sha256sum";
  return execFileSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
}
