// Which of the seven forms a file has. Its `kind` tells, and for the second file of a split document, what it lacks.

import { type Diagnostic, didYouMean, nearest } from "../base/index.js";
import type { FileRole } from "./document-types.js";
import { fault } from "./fault.js";
import { valueAt } from "./outline.js";
import { quote, typeOf } from "./wording.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

const KINDS = ["manifest", "update_manifest", "topology", "constraints", "inventory"] as const;

export type RoleReading =
  | { readonly ok: true; readonly role: FileRole }
  | { readonly ok: false; readonly diagnostic: Diagnostic /** What was probably meant. */; readonly likely?: FileRole };

export function readRole(document: YamlDocument): RoleReading {
  const kind = valueAt(document.value, "kind");
  const role = roleOf(document, kind);
  if (role !== undefined) return { ok: true, role };
  const meant = typeof kind === "string" ? roleOf(document, nearest(kind, KINDS)) : undefined;
  return { ok: false, diagnostic: unknownKind(document, kind), ...(meant === undefined ? {} : { likely: meant }) };
}

function roleOf(document: YamlDocument, kind: unknown): FileRole | undefined {
  const has = (key: string): boolean => valueAt(document.value, key) !== undefined;
  switch (kind) {
    case "manifest":
      return "manifest";
    case "update_manifest":
      return !has("components") || has("component_types") || has("version")
        ? "updateManifest"
        : "updateManifestComponents";
    case "topology":
      return !has("components") || has("system_type") ? "topology" : "topologyComponents";
    case "constraints":
      return "constraints";
    case "inventory":
      return "inventory";
    default:
      return undefined;
  }
}

function unknownKind(document: YamlDocument, kind: unknown): Diagnostic {
  if (typeof document.value !== "object" || document.value === null || Array.isArray(document.value)) {
    const message = `The document must be a map of keys and values, but it is ${typeOf(document.value)}`;
    const hint = "Begin with `api_version: mender/v1` and `kind: …`.";
    return fault({ code: "MANIFEST_WRONG_TYPE", message, hint, location: document.locateValue([]) });
  }
  const message =
    kind === undefined
      ? "The document does not say its kind"
      : `There is no kind of document called ${typeof kind === "string" ? quote(kind) : typeOf(kind)}`;
  const near = typeof kind === "string" ? didYouMean(kind, KINDS) : undefined;
  const hint = near ?? `Write one of ${KINDS.map((known) => `kind: ${known}`).join(", ")}.`;
  return fault({ code: "MANIFEST_KIND_UNKNOWN", message, hint, location: document.locateValue(["kind"]) });
}
