// A limit on the number of components, far above any system that one orchestrator drives.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { listedComponents } from "../outline.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkComponentCount(document: YamlDocument): readonly Diagnostic[] {
  const amount = listedComponents(document)?.length ?? 0;
  if (amount <= LIMITS.maxComponents) return [];
  return [
    fault({
      code: "MANIFEST_TOO_MANY_COMPONENTS",
      message: `The system has ${amount} components, and at most ${LIMITS.maxComponents} are possible`,
      hint: "Split it into several systems.",
      location: document.locateKey(["components", LIMITS.maxComponents]),
    }),
  ];
}
