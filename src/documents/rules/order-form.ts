// An order is written with plain digits. YAML and JSON also take 1e1, 10.0, 0xA and 010 for whole numbers, and readers of
// other programs disagree about what some of them mean.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { follow, typeNames } from "../outline.js";
import { orderFinding } from "../schema/schema-wording.js";
import { clip } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkOrderForm(document: YamlDocument): readonly Diagnostic[] {
  return (typeNames(document) ?? []).flatMap((type) => {
    const path = ["component_types", type, "update_strategy", "order"];
    const written = document.writtenAt(path)?.text;
    const isOdd = written !== undefined && !/^[1-9][0-9]*$/.test(written);
    return isOdd && isWholeInRange(follow(document.value, path))
      ? [fault(orderFinding(document, path, `not ${clip(written)}`))]
      : [];
  });
}

/** What the schema has let pass. */
function isWholeInRange(order: unknown): boolean {
  return typeof order === "number" && Number.isInteger(order) && order >= 1 && order <= 100;
}
