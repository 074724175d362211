// What header-info and type-info say together (interface-protocol, section 5).

import type { Depends } from "../model/index.js";
import { fault } from "./fault.js";
import {
  alternativesAt,
  type JsonObject,
  lineAt,
  linesAt,
  objectAt,
  optional,
  parseObject,
  stringsAt,
} from "./header-json.js";
import type { HeaderMembers } from "./header-members.js";

export interface HeaderFields {
  readonly name: string;
  readonly group: string;
  readonly payloadType: string | null;
  readonly payloadProvides: Readonly<Record<string, string>>;
  readonly clearsProvides: readonly string[];
  readonly depends: Depends;
}

export function parseHeaderFields(members: HeaderMembers): HeaderFields {
  const headerInfo = parseObject(members.headerInfo, "header-info");
  const typeInfo = parseObject(members.typeInfo, "type-info");
  checkMetaData(members.metaData);
  const payloadType = payloadTypeOf(headerInfo);
  const repeated = typeAt(typeInfo["type"], "type-info: type");
  // mender-artifact leaves it empty for the type rootfs-image.
  if (repeated !== null && repeated !== "" && repeated !== payloadType) {
    throw fault("ARTIFACT_HEADER_INVALID", "header-info and type-info name different payload types");
  }
  return { ...identityOf(headerInfo), payloadType, ...effectOf(typeInfo), depends: dependsOf(headerInfo, typeInfo) };
}

/** Handed on as it is written, to interfaces that read it each with a parser of their own. Some writers leave it empty. */
function checkMetaData(text: string): void {
  if (text !== "") parseObject(text, "meta-data");
}

function identityOf(headerInfo: JsonObject): Pick<HeaderFields, "name" | "group"> {
  const what = "header-info: artifact_provides";
  const provides = stringsAt(headerInfo["artifact_provides"], what);
  const name = provides["artifact_name"] ?? "";
  if (name === "") throw fault("ARTIFACT_HEADER_INVALID", `${what} has no artifact_name`);
  return { name, group: provides["artifact_group"] ?? "" };
}

function payloadTypeOf(headerInfo: JsonObject): string | null {
  const payloads: unknown = headerInfo["payloads"];
  if (!Array.isArray(payloads) || payloads.length === 0) {
    throw fault("ARTIFACT_HEADER_INVALID", "header-info: payloads is not a list with one payload");
  }
  if (payloads.length > 1) {
    throw fault("ARTIFACT_MULTIPLE_PAYLOADS", `header-info lists ${payloads.length} payloads`);
  }
  return typeAt(objectAt(payloads[0], "header-info: payloads[0]")["type"], "header-info: payloads[0].type");
}

function typeAt(value: unknown, what: string): string | null {
  return optional(value, (present) => lineAt(present, what)) ?? null;
}

function effectOf(typeInfo: JsonObject): Pick<HeaderFields, "payloadProvides" | "clearsProvides"> {
  const provides = optional(typeInfo["artifact_provides"], (value) => stringsAt(value, "type-info: artifact_provides"));
  const clears = optional(typeInfo["clears_artifact_provides"], (value) =>
    linesAt(value, "type-info: clears_artifact_provides"),
  );
  return { payloadProvides: provides ?? {}, clearsProvides: clears ?? [] };
}

/** Both must hold, so a key in both leaves only the alternatives that both accept. */
function dependsOf(headerInfo: JsonObject, typeInfo: JsonObject): Depends {
  const [first, second] = [dependsAt(headerInfo, "header-info"), dependsAt(typeInfo, "type-info")];
  const both = Object.entries(second).map(([key, accepted]): [string, readonly string[]] => {
    const others = Object.hasOwn(first, key) ? first[key] : undefined;
    return [key, others === undefined ? accepted : accepted.filter((value) => others.includes(value))];
  });
  return Object.fromEntries([...Object.entries(first), ...both]);
}

function dependsAt(info: JsonObject, what: string): Depends {
  return optional(info["artifact_depends"], (value) => alternativesAt(value, `${what}: artifact_depends`)) ?? {};
}
