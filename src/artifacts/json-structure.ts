// What JSON.parse takes silently and other readers read otherwise: a key that stands twice in an object, of which some take the
// first and some the last, and nesting that some cannot follow.

import { MAX_JSON_DEPTH } from "./limits.js";

/** @param text can be parsed as JSON. Undefined when there is nothing to be said against it */
export function structuralFault(text: string): string | undefined {
  const open: (Set<string> | "list")[] = [];
  let isKeyNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const inner = open.at(-1);
    if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : "list");
      isKeyNext = character === "{";
      if (open.length > MAX_JSON_DEPTH) return `it is nested more than ${MAX_JSON_DEPTH} deep`;
    } else if (character === "}" || character === "]") open.pop();
    else if (character === ",") isKeyNext = inner instanceof Set;
    else if (character === '"') {
      const end = endOfString(text, at);
      if (isKeyNext && inner instanceof Set) {
        const key: unknown = JSON.parse(text.slice(at, end + 1));
        if (inner.has(String(key))) return `it has the key ${JSON.stringify(key).slice(0, 100)} twice`;
        inner.add(String(key));
      }
      [at, isKeyNext] = [end, false];
    }
  }
  return undefined;
}

/** Of its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
