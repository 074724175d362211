// Modules that a test writes itself: a version, what is in their index besides, and the code of their main.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machine.js";

export interface OwnModule {
  readonly name: string;
  readonly version: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The lines of main(args). */
  readonly main: readonly string[];
}

/** In the author's clone; not committed yet. */
export function writeModule(
  { repository }: Machine,
  { name, version, config = {}, metadata = {}, main }: OwnModule,
): void {
  const folder = join(repository.folder, "modules", name);
  mkdirSync(folder, { recursive: true });
  const index = { metadata: { schema_version: version, module_name: name, ...metadata }, config };
  writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, undefined, 2)}\n`);
  const lines = ["import os, time", "", "def main(args=None):", ...main.map((line) => `    ${line}`)];
  writeFileSync(join(folder, "index.py"), `${lines.join("\n")}\n`);
}
