// One YAML document: its plain value, and the way back from a path in that value to a place in the file.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { SourceLocation } from "../../base/index.js";
import type { SourceText } from "./source-text.js";
import { type Written, writtenOf } from "./written.js";

/** Keys and indices, from the root. */
export type DocumentPath = readonly (string | number)[];

export interface YamlDocument {
  readonly source: SourceText;
  /** Plain data: maps are objects, keys are strings, no key is `__proto__`. Not checked against any schema. */
  readonly value: unknown;
  /** Where the value at the path stands, or the nearest thing around it that is written down. */
  locateValue(path: DocumentPath): SourceLocation;
  /** Where the last key of the path stands; a list item for an index. */
  locateKey(path: DocumentPath): SourceLocation;
  /** The scalar at the path as it is written, aliases followed; undefined where there is none. */
  writtenAt(path: DocumentPath): Written | undefined;
}

export function yamlDocument(input: {
  readonly source: SourceText;
  readonly tree: Document.Parsed;
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly value: unknown;
}): YamlDocument {
  const { source, tree, value } = input;
  const find = finder(tree, input.targets);
  const locate = (node: Node | undefined): SourceLocation => {
    const [start, end] = node?.range ?? tree.contents?.range ?? [0, 1];
    return source.locate(start, isMap(node) || isSeq(node) ? undefined : end);
  };
  return {
    source,
    value,
    locateValue: (path) => {
      const { key, value: node } = find(path);
      return locate(isBlank(node) ? key : node);
    },
    locateKey: (path) => locate(find(path).key),
    writtenAt: (path) => {
      const { value: node, isWhole } = find(path);
      return isWhole ? writtenOf(isAlias(node) ? input.targets.get(node) : node) : undefined;
    },
  };
}

/** A key without a value: there is nothing to point at but the key. */
function isBlank(node: Node | undefined): boolean {
  return isScalar(node) && node.value === null && node.source === "";
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  /** Whether the path was followed to its end. */
  readonly isWhole: boolean;
}

/** Looks keys up in an index made once for each map: a document may have thousands of keys and faults. */
function finder(tree: Document.Parsed, targets: ReadonlyMap<Alias, Node>): (path: DocumentPath) => Found {
  const indices = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const indexOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const index = indices.get(map) ?? makeIndex(map);
    indices.set(map, index);
    return index;
  };
  return (path) => {
    let found: Found = { key: tree.contents ?? undefined, value: tree.contents ?? undefined, isWhole: true };
    for (const step of path) {
      const next = take(found.value, step, { targets, indexOf });
      if (next === undefined) return { ...found, isWhole: false };
      found = next;
    }
    return found;
  };
}

function take(
  node: Node | undefined,
  step: string | number,
  { targets, indexOf }: { targets: ReadonlyMap<Alias, Node>; indexOf: (map: YAMLMap) => ReadonlyMap<string, Pair> },
): Found | undefined {
  const target = isAlias(node) ? targets.get(node) : node;
  if (isSeq(target)) {
    const item = target.items[Number(step)];
    return isNode(item) ? { key: item, value: item, isWhole: true } : undefined;
  }
  const pair = isMap(target) ? indexOf(target).get(String(step)) : undefined;
  if (pair === undefined || !isNode(pair.key)) return undefined;
  return { key: pair.key, value: isNode(pair.value) ? pair.value : pair.key, isWhole: true };
}

function makeIndex(map: YAMLMap): ReadonlyMap<string, Pair> {
  return new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])));
}
