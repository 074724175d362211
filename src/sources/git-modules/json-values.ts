// Looks into JSON that has been read: what stands under a path of keys, if it is of the kind that is wanted.

import type { JsonMember, JsonNode } from "./json-text.js";

export function memberOf(node: JsonNode | undefined, key: string): JsonMember | undefined {
  return node?.kind === "object" ? node.members.find((member) => member.key === key) : undefined;
}

export function nodeAt(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  return keys.reduce((inner, key) => memberOf(inner, key)?.node, node);
}

export function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === "text" ? node.value : undefined;
}

/** Null and absent are the same: writers differ. */
export function isAbsent(node: JsonNode | undefined): boolean {
  return node === undefined || (node.kind === "word" && node.value === null);
}

/** The entries of a list; of anything else itself, since one thing is often written without a list around it. */
export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  if (node === undefined || isAbsent(node)) return [];
  return node.kind === "list" ? node.items : [node];
}

/** As JSON.parse gives it; every key becomes an own property, `__proto__` included. */
export function plainOf(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, node: inner }) => [key, plainOf(inner)]));
    case "list":
      return node.items.map(plainOf);
    case "text":
    case "number":
    case "word":
      return node.value;
  }
}
