// `moves`, `rollback`, `mixed_versions` and `planning` → rules of the model, and two rules for the same thing → the one that keeps both.

import type { ComponentTypeTarget, MoveRule, NoReturnRule, RollbackRule } from "../../model/index.js";
import type { TypeEntry } from "../document-types.js";
import type { YamlDocument } from "../yaml/yaml-document.js";
import { pairOf } from "./read-cell.js";
import { shortPlace } from "./short-place.js";

/** The schema leaves `upwards`, `any` and pairs. */
export function moveRule(written: TypeEntry["moves"], otherwise: "upwards" | "any"): MoveRule {
  if (typeof written === "object") return { kind: "listed", pairs: written.map(pairOf) };
  return { kind: (written ?? otherwise) === "any" ? "any" : "upwards" };
}

/** The schema leaves `supported`, `unsupported` and pairs. */
export function rollbackRule(written: TypeEntry["rollback"]): RollbackRule {
  if (typeof written === "object") return { kind: "listed", pairs: written.map(pairOf) };
  return { kind: written === "unsupported" ? "unsupported" : "supported" };
}

export function mixedRule(
  { mixed_versions: written }: TypeEntry,
  document: YamlDocument,
  type: string,
): Pick<ComponentTypeTarget, "mixedForbiddenAt"> {
  if (written !== "forbidden") return {};
  return { mixedForbiddenAt: shortPlace(document.locateKey(["component_types", type, "mixed_versions"])) };
}

/** A move must be allowed by both. */
export function bothMoveRules(one: MoveRule, other: MoveRule): MoveRule {
  if (one.kind === "any") return other;
  if (other.kind === "any") return one;
  return one.kind === "upwards" && other.kind === "upwards" ? one : { kind: "every", rules: [one, other] };
}

/** A rollback must be possible by both. */
export function bothRollbackRules(one: RollbackRule, other: RollbackRule): RollbackRule {
  if (one.kind === "supported" || other.kind === "unsupported") return other;
  if (other.kind === "supported" || one.kind === "unsupported") return one;
  return { kind: "every", rules: [one, other] };
}

const STRICTNESS: readonly NoReturnRule[] = ["allow", "last_batch", "refuse"];

export function stricter(one: NoReturnRule, other: NoReturnRule): NoReturnRule {
  return STRICTNESS.indexOf(one) < STRICTNESS.indexOf(other) ? other : one;
}
