// The components of a system are listed exactly once: in the document itself, or in a second file.

import type { Diagnostic } from "../../base/index.js";
import { fault } from "../fault.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

export function componentsTwice(document: YamlDocument, second: YamlDocument): Diagnostic {
  return fault({
    code: "MANIFEST_COMPONENTS_TWICE",
    message: `The components are listed here and also in ${second.source.file}`,
    hint: "Remove this list, or do not name the second file.",
    location: document.locateKey(["components"]),
  });
}

/** `option` names the ways to give the second file. */
export function componentsMissing(document: YamlDocument, option: string): Diagnostic {
  return fault({
    code: "MANIFEST_COMPONENTS_MISSING",
    message: "The components of the system are listed neither here nor in a second file",
    hint: `Add the key components, or name the file that has it with ${option}.`,
    location: document.locateKey([]),
  });
}
