// The artifacts in a module's folder that no way back leads to any more.

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What cannot be removed stays: it costs room, and nothing else. */
export function removeOtherArtifacts(folder: string, kept: readonly string[]): void {
  const artifacts = readdirSync(folder).filter((name) => name.endsWith(".mender") && !kept.includes(name));
  for (const name of artifacts) {
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // The next update tries again.
    }
  }
}
