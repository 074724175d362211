// A manifest says for which types of systems it was made (2026 dialect).

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { textAt, valueAt } from "../outline.js";
import { didYouMean } from "../suggestion.js";
import { quote } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkSystemType(manifest: YamlDocument, topology: YamlDocument): readonly Diagnostic[] {
  const compatible = valueAt(manifest.value, "system_types_compatible");
  const systemType = textAt(topology.value, "system_type");
  if (!Array.isArray(compatible) || systemType === undefined || compatible.includes(systemType)) return [];
  const texts = compatible.filter((type) => typeof type === "string");
  return [
    fault({
      code: "MANIFEST_SYSTEM_TYPE_MISMATCH",
      message: `The manifest is not for systems of the type ${quote(systemType)}, which ${topology.source.file} describes`,
      hint:
        didYouMean(systemType, texts) ??
        "Use the manifest made for this system, or add its type to the list if it fits.",
      location: manifest.locateValue(["system_types_compatible"]),
    }),
  ];
}
