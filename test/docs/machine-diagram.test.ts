// docs/engine.md shows the machine as it is.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "../support/index.js";
import { machineDiagram } from "./machine-diagram.js";

it("docs/engine.md holds the diagram of the machine", () => {
  const page = readFileSync(join(projectRoot, "docs", "engine.md"), "utf8");
  const block = /```mermaid\n([\s\S]*?)\n```/.exec(page)?.[1];
  expect(block).toBe(machineDiagram());
});
