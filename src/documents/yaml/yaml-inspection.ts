// Walks the parsed tree once, before any plain value is made of it: what YAML allows and this program does not. Keys that
// cannot stand (duplicates, `__proto__`, keys that are not text) are reported and taken out, so that the rest can still be
// checked; aliases that are too many, endless or unknown end the reading.

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
import { type Diagnostic, didYouMean } from "../../base/index.js";
import { isExtension } from "../document-types.js";
import { fault } from "../fault.js";
import { LIMITS } from "../limits.js";
import { clip } from "../wording.js";
import type { SourceText } from "./source-text.js";
import { placeOf, refuseKey, takeKeyAsWritten } from "./yaml-keys.js";

export interface Inspection {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a plain value can be made of what is left. */
  readonly isUsable: boolean;
  /** What every alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface Walk {
  readonly source: SourceText;
  readonly diagnostics: Diagnostic[];
  readonly anchors: Map<string, Node>;
  /** Number of values in each node that has been walked, aliases followed. A node without one is still being walked. */
  readonly sizes: Map<Node, number>;
  readonly targets: Map<Alias, Node>;
  isUsable: boolean;
  aliases: number;
  values: number;
  /** Inside a key that begins with `x-`: what stands there is the user's own. */
  isExtension: boolean;
}

export function inspect(source: SourceText, document: Document.Parsed): Inspection {
  const walk: Walk = {
    source,
    diagnostics: [],
    anchors: new Map(),
    sizes: new Map(),
    targets: new Map(),
    isUsable: true,
    aliases: 0,
    values: 0,
    isExtension: false,
  };
  visit(walk, document.contents);
  return walk;
}

/** Returns the number of values of the node. Depth is bounded by the scan of the tokens. */
function visit(walk: Walk, node: unknown): number {
  if (!isNode(node)) return 1;
  if (isAlias(node)) return follow(walk, node);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  grow(walk, node, 1);
  const size = 1 + visitContent(walk, node);
  walk.sizes.set(node, size);
  return size;
}

function visitContent(walk: Walk, node: Node): number {
  if (isMap(node)) return visitMap(walk, node);
  if (isSeq(node)) return node.items.reduce<number>((size, item) => size + visit(walk, item), 0);
  if (isScalar(node) && typeof node.value === "string") checkText(walk, node, node.value);
  return 0;
}

function visitMap(walk: Walk, map: YAMLMap): number {
  const seen = new Map<string, unknown>();
  const kept: Pair[] = [];
  let size = 0;
  for (const pair of map.items) {
    size += visit(walk, pair.key) + visitValue(walk, pair);
    const warning = takeKeyAsWritten(walk.source, pair.key);
    const refusal = refuseKey(pair.key, { source: walk.source, seen });
    if (refusal === undefined) kept.push(pair);
    const told = refusal ?? (walk.isExtension ? undefined : warning);
    if (told !== undefined) walk.diagnostics.push(told);
  }
  map.items = kept;
  return size;
}

function visitValue(walk: Walk, { key, value }: Pair): number {
  const isOutside = !walk.isExtension;
  walk.isExtension ||= isScalar(key) && typeof key.value === "string" && isExtension(key.value);
  const size = visit(walk, value);
  if (isOutside) walk.isExtension = false;
  return size;
}

/** Escapes can make what no argument, path or UTF-8 file can hold. */
function checkText(walk: Walk, node: Node, value: string): void {
  if (!value.includes("\0") && !/\p{Cs}/u.test(value)) return;
  const what = value.includes("\0") ? "a NUL character" : "half of a surrogate pair";
  const message = `The text contains ${what}`;
  const hint = "Remove the escape sequence.";
  walk.diagnostics.push(fault({ code: "MANIFEST_VALUE_INVALID", message, hint, location: placeOf(walk.source, node) }));
  walk.isUsable = false;
}

function follow(walk: Walk, alias: Alias): number {
  walk.aliases++;
  const target = walk.anchors.get(alias.source);
  if (target === undefined) return unknownAlias(walk, alias);
  const size = walk.sizes.get(target);
  if (size === undefined)
    return aliasFault(walk, alias, `The alias *${clip(alias.source)} stands inside what it refers to`);
  walk.targets.set(alias, target);
  if (walk.aliases > LIMITS.maxAliases) {
    return aliasFault(walk, alias, `The document has more than ${LIMITS.maxAliases} aliases`);
  }
  grow(walk, alias, size);
  return size;
}

function unknownAlias(walk: Walk, alias: Alias): number {
  const hint =
    didYouMean(alias.source, walk.anchors.keys()) ??
    "Put text that begins with * in quotes; an alias needs an earlier &anchor.";
  const message = `There is no anchor &${clip(alias.source)} before this alias`;
  return end(walk, fault({ code: "MANIFEST_SYNTAX", message, hint, location: placeOf(walk.source, alias) }));
}

function grow(walk: Walk, node: Node, size: number): void {
  walk.values += size;
  if (walk.values <= LIMITS.maxValues || !walk.isUsable) return;
  if (isAlias(node)) aliasFault(walk, node, "With this alias followed, the document grows beyond all measure");
  else {
    const message = `The document has more than ${LIMITS.maxValues} values`;
    end(walk, fault({ code: "MANIFEST_TOO_LARGE", message, location: placeOf(walk.source, node) }));
  }
}

function aliasFault(walk: Walk, alias: Alias, message: string): number {
  const hint = "Write the values out instead.";
  return end(walk, fault({ code: "MANIFEST_ALIAS_LIMIT", message, hint, location: placeOf(walk.source, alias) }));
}

/** Only the first of these is reported: the others follow from it, or repeat it. */
function end(walk: Walk, diagnostic: Diagnostic): number {
  if (walk.isUsable) walk.diagnostics.push(diagnostic);
  walk.isUsable = false;
  return 1;
}
