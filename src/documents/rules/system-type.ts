// A manifest says for which types of systems it was made (2026 dialect).

import { type Diagnostic, nearest } from "../../base/index.js";
import { fault } from "../fault.js";
import { textAt, valueAt } from "../outline.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkSystemType(manifest: YamlDocument, topology: YamlDocument): readonly Diagnostic[] {
  const compatible = valueAt(manifest.value, "system_types_compatible");
  const systemType = textAt(topology.value, "system_type");
  if (!Array.isArray(compatible) || systemType === undefined || compatible.includes(systemType)) return [];
  // The topology is what exists: a type of the list that is nearly its own was meant to be it.
  const misspelt = compatible.findIndex((type) => typeof type === "string" && isNear(type, systemType));
  return [
    fault({
      code: "MANIFEST_SYSTEM_TYPE_MISMATCH",
      message: `The manifest is not for systems of the type ${quote(systemType)}, which ${topology.source.file} describes`,
      hint:
        misspelt === -1
          ? "Use the manifest made for this system, or add its type to the list if it fits."
          : `did you mean ${quote(systemType)}?`,
      location: manifest.locateValue(["system_types_compatible", ...(misspelt === -1 ? [] : [misspelt])]),
    }),
  ];
}

function isNear(type: string, systemType: string): boolean {
  return nearest(type, [systemType]) !== undefined;
}
