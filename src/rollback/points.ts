// The engine's port of rollback points, over a folder of backups. Which deployment a point belongs to is noted in each of its
// backups; only deployments remove those.

import { invariant, OrchestratorError } from "../base/index.js";
import type { CapturedPoint, PointOwner, RollbackPoints } from "../engine/ports.js";
import type { DeclaredPoint, Retention } from "../model/index.js";
import type { Keys } from "./keys.js";
import type { Capture } from "./store/kinds.js";
import type { BackupStore } from "./store/open-store.js";
import { unknownBackup } from "./store/refusals.js";
import { checkApart } from "./store/sources.js";
import { type Owner, ownerOf, type Unit } from "./store/units.js";

export interface RollbackPointsInput {
  readonly store: BackupStore;
  readonly retention: Retention;
  readonly keys: Keys;
  /** Of the deployments: they are written to while a point is restored, so none may hold them. */
  readonly ownFolders: readonly string[];
}

export function createRollbackPoints(input: RollbackPointsInput): RollbackPoints {
  const { store, retention } = input;
  return {
    capture: (owner, declared, signal) => capture(input, { owner, declared, signal }),
    find: async (owner) => {
      const unit = store.units().find((each) => each.isPoint && isSame(ownerOf(each), ownerNote(owner)));
      return unit && capturedPoint(unit);
    },
    restore: async (pointId, signal) => {
      const ids = idsOf(store, pointId);
      const seal = await input.keys.opening();
      const { lines, durationMilliseconds } = await store.restore({ ids, signal, ...(seal && { seal }) });
      return { remains: lines.flatMap(({ remains = [] }) => remains), durationMilliseconds };
    },
    prune: async ({ system, deploymentIds }) => {
      const isFree = (unit: Unit): boolean => {
        const owner = ownerOf(unit);
        return owner?.system === system && !deploymentIds.includes(owner.deployment);
      };
      await store.prune({ retention, isFree, signal: NEVER });
    },
  };
}

/** A point, or a backup by itself, also where it is part of a point. Throws BACKUP_UNKNOWN. */
export function unitNamed(store: BackupStore, id: string): Unit {
  const units = store.units();
  const unit = units.find((each) => each.id === id);
  if (unit !== undefined) return unit;
  for (const around of units) {
    const backups = around.backups.filter(({ backupId }) => backupId === id);
    if (backups.length > 0) return { ...around, id, isPoint: false, backups };
  }
  throw unknownBackup(id);
}

export function idsOf(store: BackupStore, id: string): readonly string[] {
  return unitNamed(store, id).backups.map(({ backupId }) => backupId);
}

/** Services are one capture, since they stop and start together. */
export function capturesOf({ files, services, databases }: DeclaredPoint): readonly Capture[] {
  return [
    ...files.map((source): Capture => ({ backupType: "file", source })),
    ...(services.length === 0 ? [] : [{ backupType: "service", source: services } as const]),
    ...databases.map((source): Capture => ({ backupType: "database", source })),
  ];
}

const NEVER = new AbortController().signal;

interface CaptureInput {
  readonly owner: PointOwner;
  readonly declared: DeclaredPoint;
  readonly signal: AbortSignal;
}

async function capture(input: RollbackPointsInput, { owner, declared, signal }: CaptureInput): Promise<CapturedPoint> {
  checkApart(declared.files, input.ownFolders);
  const sealing = await input.keys.sealing();
  if (sealing !== undefined && (await input.keys.opening()) === undefined) throw notToBeOpened();
  const { pointId, sizeBytes, durationMilliseconds, warnings } = await input.store.create({
    ...{ moduleName: owner.component, description: `before deployment ${owner.deploymentId}` },
    ...{ captures: capturesOf(declared), isPoint: true, isMissingAllowed: true, owner: ownerNote(owner), signal },
    ...(sealing && { sealing }),
  });
  invariant(pointId !== undefined, "a point was asked for");
  return { pointId, sizeBytes, durationMilliseconds, warnings };
}

/** A way back that nobody can open is none; better said now than when it is needed. */
function notToBeOpened(): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_KEY_INVALID",
    message: "rollback points would be encrypted, and there is no identity to open them with",
    hint: "Add IdentityFile to RollbackPoints in the configuration, or remove Recipients.",
  });
}

function ownerNote({ system, deploymentId, component }: PointOwner): Owner {
  return { system, deployment: deploymentId, component };
}

function isSame(one: Owner | undefined, other: Owner): boolean {
  return one?.system === other.system && one.deployment === other.deployment && one.component === other.component;
}

function capturedPoint({ id, backups }: Unit): CapturedPoint {
  const sum = (key: string) => backups.reduce((total, { metadata }) => total + (Number(metadata[key]) || 0), 0);
  const warnings = backups.flatMap(({ metadata }) => (Array.isArray(metadata["warnings"]) ? metadata["warnings"] : []));
  return {
    ...{ pointId: id, sizeBytes: sum("stored_bytes"), durationMilliseconds: sum("duration_ms") },
    warnings: warnings.filter((warning) => typeof warning === "string"),
  };
}
