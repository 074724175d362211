// Real manifests and artifacts of other makers, which lie beside a checkout rather than in it. A suite that reads them is
// skipped by name where they are absent.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { projectRoot } from "./project-root.js";
import type { Suite } from "./require-programs.js";
import { recordSkip } from "./skips.js";

/** The path of the shared data, or of a part of it; undefined where it is absent. */
export function sharedData(...parts: readonly string[]): string | undefined {
  const path = join(projectRoot, "..", "shared", "data", ...parts);
  return existsSync(path) ? path : undefined;
}

/** `requireSharedData("mender-demo-2024")("suite", (folder) => { … })` */
export function requireSharedData(...parts: readonly string[]): (name: string, body: (folder: string) => void) => void {
  const folder = sharedData(...parts);
  if (folder !== undefined) return (name, body) => describe(name, () => body(folder));
  const reason = `no ../shared/data/${parts.join("/")}`;
  return (name) => {
    recordSkip({ suite: name, reason, packages: [] });
    const suite: Suite = describe.skip;
    suite(`${name} (${reason})`, () => undefined);
  };
}
