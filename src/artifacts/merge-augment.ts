// What an augment may say (mender-artifact's "artifact format v3", header-augment). No signature covers it, so it only adds: a
// value that contradicts the header's is refused, and so is everything the format gives it no right to. The one thing it may
// change is the payload type, which is what it is for: the payload is then installed by another update module.

import { isDeepStrictEqual } from "node:util";
import type { OrchestratorError } from "../base/index.js";
import { fault } from "./fault.js";
import { type JsonObject, objectAt, parseObject } from "./header-json.js";
import type { HeaderMembers } from "./header-members.js";

const ADDED_KEYS = ["artifact_provides", "artifact_depends", "clears_artifact_provides"] as const;

/** The header's texts with those of the augment. Throws ARTIFACT_AUGMENT_INVALID, ARTIFACT_HEADER_INVALID. */
export function mergeAugment(header: HeaderMembers, augment: HeaderMembers): HeaderMembers {
  const type = typeOverride(parseObject(augment.headerInfo, "header-info of the augment"));
  return {
    headerInfo: mergedHeaderInfo(header, augment, type),
    typeInfo: mergedTypeInfo(header, augment, type),
    metaData: mergedMetaData(header.metaData, augment.metaData),
    scripts: header.scripts,
  };
}

/** Undefined where the header's type stays. */
function typeOverride(info: JsonObject): string | undefined {
  const payloads: unknown = info["payloads"];
  const [first, second] = Array.isArray(payloads) ? payloads : [];
  if (first === undefined || second !== undefined) throw refused("header-info does not have one payload");
  const type = objectAt(first, "header-info of the augment: payloads[0]")["type"];
  if (typeof type !== "string" && type !== null) throw refused("the payload type is no text");
  return type === null || type === "" ? undefined : type;
}

function mergedHeaderInfo(header: HeaderMembers, augment: HeaderMembers, type: string | undefined): string {
  const own = parseObject(header.headerInfo, "header-info");
  for (const [key, value] of Object.entries(parseObject(augment.headerInfo, "header-info of the augment"))) {
    if (key !== "payloads" && !isDeepStrictEqual(value, own[key])) throw refused(`header-info changes ${key}`);
  }
  return type === undefined ? header.headerInfo : JSON.stringify({ ...own, payloads: [{ type }] });
}

function mergedTypeInfo(header: HeaderMembers, augment: HeaderMembers, type: string | undefined): string {
  const own = parseObject(header.typeInfo, "type-info");
  const { type: repeated, ...added } = parseObject(augment.typeInfo, "type-info of the augment");
  if (type !== undefined && repeated !== type && repeated !== "") throw refused("its two payload types differ");
  const foreign = Object.keys(added).find((key) => !ADDED_KEYS.some((known) => known === key));
  if (foreign !== undefined) throw refused(`type-info has ${JSON.stringify(foreign)}`);
  const merged = ADDED_KEYS.map((key) => [key, withAdded(own[key], added[key], [key])] as const);
  const given = merged.filter(([, value]) => value !== undefined && value !== null);
  return JSON.stringify({ ...own, ...(type !== undefined && { type }), ...Object.fromEntries(given) });
}

function mergedMetaData(own: string, added: string): string {
  if (added === "") return own;
  if (own === "") return added;
  const [mine, theirs] = [parseObject(own, "meta-data"), parseObject(added, "meta-data of the augment")];
  return JSON.stringify(withAdded(mine, theirs, ["meta-data"]));
}

/** Objects are merged, lists of the type-info's kind are joined, and anything else must be the same. */
function withAdded(own: unknown, added: unknown, path: readonly string[]): unknown {
  if (added === undefined || added === null) return own;
  if (own === undefined || own === null) return added;
  if (path[0] === "clears_artifact_provides" && Array.isArray(own) && Array.isArray(added)) {
    return [...new Set<unknown>([...own, ...added])];
  }
  if (isObject(own) && isObject(added)) {
    const entries = Object.entries(added).map(([key, value]): [string, unknown] => {
      return [key, withAdded(Object.hasOwn(own, key) ? own[key] : undefined, value, [...path, key])];
    });
    return Object.fromEntries([...Object.entries(own), ...entries]);
  }
  if (isDeepStrictEqual(own, added)) return own;
  throw refused(`it contradicts ${path.join(".")} of the header`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(reason: string): OrchestratorError {
  return fault("ARTIFACT_AUGMENT_INVALID", `the artifact's augment is not taken: ${reason}`);
}
