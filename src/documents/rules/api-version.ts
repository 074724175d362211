// The api_version of a document whose kind is not known: for all others the schema says it.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import { valueAt } from "../outline.js";
import { apiVersionFinding } from "../schema/schema-wording.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function checkApiVersion(document: YamlDocument): readonly Diagnostic[] {
  const version = valueAt(document.value, "api_version");
  return version === undefined || version === "mender/v1" ? [] : [fault(apiVersionFinding(document, version))];
}
