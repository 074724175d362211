// A manifest under the system's own constraints: what both say must hold, so the manifest can only become stricter by it.

import type { ComponentTypeTarget, Constraints, Manifest } from "../../model/index.js";
import type { ConstraintsFile, TypeEntry } from "../document-types.js";
import type { YamlDocument } from "../yaml/yaml-document.js";
import { readRequirements } from "./read-requirements.js";
import { readTables } from "./read-tables.js";
import { bothMoveRules, bothRollbackRules, mixedRule, moveRule, rollbackRule, stricter } from "./rules.js";

/** The constraints that a sound document holds. */
export function constraintsOf(document: YamlDocument): Constraints {
  return {
    tables: readTables(document).map(({ table }) => table),
    requirements: readRequirements(document).map(({ requirement }) => requirement),
  };
}

export function hasContent({ tables, requirements }: Constraints): boolean {
  return tables.length > 0 || requirements.length > 0;
}

export function restrict(manifest: Manifest, own: { file: ConstraintsFile; document: YamlDocument }): Manifest {
  const { component_types: types = {}, planning } = own.file;
  const constraints = constraintsOf(own.document);
  const { pointOfNoReturn } = manifest.planning;
  return {
    ...manifest,
    constraints: {
      tables: [...manifest.constraints.tables, ...constraints.tables],
      requirements: [...manifest.constraints.requirements, ...constraints.requirements],
    },
    componentTypes: manifest.componentTypes.map((target) =>
      restrictType(target, { entry: entryOf(types, target.type), document: own.document }),
    ),
    planning: {
      ...manifest.planning,
      pointOfNoReturn: stricter(pointOfNoReturn, planning?.point_of_no_return ?? pointOfNoReturn),
    },
    needsPlanner: manifest.needsPlanner || hasContent(constraints) || planning !== undefined || speaksOf(own, manifest),
  };
}

function entryOf(types: Readonly<Record<string, TypeEntry>>, type: string): TypeEntry {
  return (Object.hasOwn(types, type) ? types[type] : undefined) ?? {};
}

/** Whether it limits the updates of a type that the manifest speaks of. */
function speaksOf({ file }: { readonly file: ConstraintsFile }, { componentTypes }: Manifest): boolean {
  return componentTypes.some(({ type }) => {
    const { moves, rollback, mixed_versions: mixed } = entryOf(file.component_types ?? {}, type);
    return moves !== undefined || rollback !== undefined || mixed === "forbidden";
  });
}

function restrictType(
  target: ComponentTypeTarget,
  { entry, document }: { readonly entry: TypeEntry; readonly document: YamlDocument },
): ComponentTypeTarget {
  const versionKey = target.versionKey ?? entry.version_key;
  const maxParallel = smaller(target.maxParallel, entry.update_strategy?.max_parallel);
  return {
    ...mixedRule(entry, document, target.type),
    ...target,
    ...(versionKey === undefined ? {} : { versionKey }),
    ...(maxParallel === undefined ? {} : { maxParallel }),
    moves: bothMoveRules(target.moves, moveRule(entry.moves, "any")),
    rollback: bothRollbackRules(target.rollback, rollbackRule(entry.rollback)),
  };
}

function smaller(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
