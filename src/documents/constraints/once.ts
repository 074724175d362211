// What is read of a document is read once, however many checks ask for it.

import type { YamlDocument } from "../yaml/yaml-document.js";

export function oncePerDocument<Read>(read: (document: YamlDocument) => Read): (document: YamlDocument) => Read {
  const known = new WeakMap<YamlDocument, { readonly read: Read }>();
  return (document) => {
    const found = known.get(document) ?? { read: read(document) };
    known.set(document, found);
    return found.read;
  };
}
