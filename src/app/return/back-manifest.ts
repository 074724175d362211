// The earlier manifest as it is planned on the way back. It says where the components go, but what lies between was only known to those that
// came later: under their constraints, the moves that they have made are turned round, over the versions that they have passed.

import {
  type ComponentTypeTarget,
  type Constraints,
  identityOf,
  type Manifest,
  type MoveRule,
  plannedComponents,
  type SteppingStone,
  semverScheme,
} from "../../model/index.js";
import type { ReturnPoint } from "./find-return.js";

export interface Guide {
  /** Of the newest of the manifests that shall not have been. */
  readonly constraints: Constraints;
  /** Those that were made, oldest first. */
  readonly moves: readonly Made[];
}

interface Made {
  readonly type: string;
  /** Identities. */
  readonly from: string;
  readonly to: string;
  /** Of the artifact that has made it. */
  readonly artifactName: string;
  readonly isReversible: boolean;
}

/** Undefined where nothing was constrained. */
export function guideOf({ since }: Pick<ReturnPoint, "since">): Guide | undefined {
  const constraints = since[0]?.plan.safety?.constraints;
  if (constraints === undefined || constraints.tables.length + constraints.requirements.length === 0) return undefined;
  const moves = [...since].reverse().flatMap(({ plan }) =>
    plannedComponents(plan).flatMap(({ key, type, artifact }): readonly Made[] => {
      const moved = plan.safety?.versions[key];
      if (moved === undefined || moved.from === moved.to) return [];
      return [{ ...moved, type, artifactName: artifact.name }];
    }),
  );
  return { constraints, moves };
}

/** Of a move that its manifest calls one that cannot be rolled back, in words; undefined where there is none. */
export function whyNotBack({ moves }: Guide): string | undefined {
  const lost = moves.find(({ isReversible }) => !isReversible);
  return lost && `${lost.type} cannot be rolled back from ${lost.to} to ${lost.from}`;
}

/** `ownConstraints`: the system's own file, which holds as it is now. */
export function backManifest(manifest: Manifest, guide: Guide, ownConstraints: string): Manifest {
  const isOwn = ({ location }: { readonly location: { readonly file: string } }) => location.file === ownConstraints;
  const { tables, requirements } = guide.constraints;
  const constraints: Constraints = {
    tables: [...tables.filter((each) => !isOwn(each)), ...manifest.constraints.tables.filter(isOwn)].map(toRest),
    requirements: [...requirements.filter((each) => !isOwn(each)), ...manifest.constraints.requirements.filter(isOwn)],
  };
  const componentTypes = manifest.componentTypes.map((target) => typeBack(target, guide));
  const planning = { ...manifest.planning, ordering: "auto" as const };
  return { ...manifest, constraints, componentTypes, planning, needsPlanner: true };
}

function typeBack(target: ComponentTypeTarget, guide: Guide): ComponentTypeTarget {
  const moves = guide.moves.filter(({ type }) => type === target.type);
  const [first] = moves;
  if (first === undefined) return target;
  const version = target.hasVersion ? target.version : first.from;
  const versionText = target.hasVersion ? target.versionText : first.from;
  const last = moves.at(-1)?.to;
  const steps = moves.filter(({ to }) => to !== last && to !== version);
  const steppingStones = [...new Map(steps.map((move) => [move.to, stoneOf(move, target)])).values()];
  return { ...target, version, versionText, steppingStones, moves: reversed(moves), rollback: { kind: "supported" } };
}

function stoneOf({ to, artifactName }: Made, { location }: ComponentTypeTarget): SteppingStone {
  return { version: to, versionText: to, artifactName, isMandatory: false, location };
}

function reversed(moves: readonly Made[]): MoveRule {
  return { kind: "listed", pairs: moves.map(({ from, to }) => ({ from: exactly(to), to: exactly(from) })) };
}

function exactly(text: string) {
  return { text, matchers: [{ kind: "exact", version: identityOf(semverScheme, text) } as const] };
}

/** Where the system was may be a combination that is acceptable on the way only: a way back there is one all the same. */
function toRest(table: Constraints["tables"][number]): Constraints["tables"][number] {
  const rows = table.rows.map((row) => (row.acceptable ? { ...row, list: "end_states" as const } : row));
  return { ...table, rows };
}
