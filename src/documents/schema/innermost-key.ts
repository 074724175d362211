// What a message calls a value: the innermost key on its path, because an index says little to a person.

import type { DocumentPath } from "../yaml/yaml-document.js";

export function innermostKey(path: DocumentPath): string {
  const key = path.findLast((step) => !/^\d+$/.test(String(step)));
  return key === undefined ? "document" : String(key);
}
