// An order and a limit are written with plain digits. YAML and JSON also take 1e1, 10.0, 0xA and 010 for whole numbers, and readers of
// other programs disagree about what some of them mean.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { follow, typeNames } from "../outline.js";
import { numberFinding } from "../schema/schema-wording.js";
import { clip } from "../wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkOrderForm(document: YamlDocument): readonly Diagnostic[] {
  return (typeNames(document) ?? []).flatMap((type) => [
    ...checkForm(document, { type, key: "order", most: LIMITS.maxOrder }),
    ...checkForm(document, { type, key: "max_parallel", most: LIMITS.maxParallel }),
  ]);
}

interface WrittenNumber {
  readonly type: string;
  readonly key: string;
  readonly most: number;
}

function checkForm(document: YamlDocument, { type, key, most }: WrittenNumber): readonly Diagnostic[] {
  const path = ["component_types", type, "update_strategy", key];
  const value = follow(document.value, path);
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > most) return [];
  const written = document.writtenAt(path)?.text;
  const isOdd = written !== undefined && !/^[1-9][0-9]*$/.test(written);
  return isOdd ? [fault(numberFinding(document, path, `not ${clip(written)}`))] : [];
}
