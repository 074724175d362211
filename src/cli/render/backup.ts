// What the `backup` commands answer.

import { messageOf, OrchestratorError } from "../../base/index.js";
import type {
  BackupView,
  CreatedBackup,
  PrunedBackups,
  RestoredBackup,
  UnitView,
  VerifiedBackup,
} from "../app-types.js";
import { errorAsJson } from "../errors.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { type Paint, paintFor } from "./paint.js";
import { counted, formatBytes, formatDuration, formatTime, printable, table } from "./text.js";

/** The id alone on stdout, for a script; what goes with it on stderr. */
export function answerBackedUp(session: Session, created: CreatedBackup, output: OutputFormat): void {
  const { stderr, environment } = session.io;
  const paint = paintFor(stderr, environment);
  if (output === "human") {
    for (const warning of created.warnings) session.writeLogLine(`${paint.yellow("warning")}: ${printable(warning)}`);
    const what = created.isPoint ? `a rollback point of ${counted(created.backups.length, "backup")}` : "one backup";
    const { sizeBytes, durationMilliseconds } = created;
    session.writeLogLine(`${what}, ${formatBytes(sizeBytes)}, ${formatDuration(durationMilliseconds)}`);
  }
  session.present(output, { json: () => created, human: () => [created.id] });
}

export function answerRestored(session: Session, restored: RestoredBackup, output: OutputFormat): void {
  session.present(output, {
    json: () => restored,
    human: (paint) => [
      ...restored.restored.map((backup) => `${paint.green("restored")} ${nameOf(backup)}`),
      ...restored.remains.map((each) => `${paint.yellow("not as before")}: ${printable(each)}`),
    ],
  });
}

export function answerBackups(session: Session, backups: readonly BackupView[], output: OutputFormat): void {
  session.present(output, {
    json: () => ({ backups }),
    human: () => (backups.length === 0 ? ["No backup yet."] : table(backups.map(cellsOf))),
  });
}

export function answerUnit(session: Session, unit: UnitView, output: OutputFormat): void {
  session.present(output, { json: () => unit, human: (paint) => unitLines(unit, paint) });
}

export function answerVerified(session: Session, verified: readonly VerifiedBackup[], output: OutputFormat): void {
  session.present(output, {
    json: () => ({
      backups: verified.map(({ backup, isContentRead, fault }) => ({
        ...{ id: backup.id, source: backup.source, isSound: fault === undefined, isContentRead },
        ...(fault === undefined ? {} : errorAsJson(fault)),
      })),
    }),
    human: (paint) => (verified.length === 0 ? ["No backup yet."] : verified.map((each) => verifiedLine(each, paint))),
  });
}

export interface PruneAnswer {
  readonly output: OutputFormat;
  readonly isDryRun: boolean;
}

export function answerPruned(session: Session, pruned: PrunedBackups, { output, isDryRun }: PruneAnswer): void {
  const verb = isDryRun ? "would remove" : "removed";
  const left = pruned.leftovers === 0 ? [] : [`${verb} ${counted(pruned.leftovers, "file")} that a crash has left`];
  const lines = pruned.removed.map((unit) => `${verb} ${unit.id}  ${unitText(unit)}`);
  session.present(output, {
    json: () => ({ isDryRun, ...pruned }),
    human: () => (lines.length + left.length === 0 ? ["Nothing to remove."] : [...lines, ...left]),
  });
}

/** What a restore would overwrite, for the question. */
export function overwrittenLines({ createdAt, backups }: UnitView): readonly string[] {
  const since = `What has been written since ${local(createdAt)} will be lost:`;
  return [
    since,
    ...backups.map((backup) => `  ${nameOf(backup)}${backup.isAbsent ? " (was not there: removed)" : ""}`),
  ];
}

function cellsOf(backup: BackupView): readonly string[] {
  const { createdAt, id, point, type, module: moduleName, sizeBytes, source } = backup;
  const size = sizeBytes === undefined ? "" : formatBytes(sizeBytes);
  return [
    local(createdAt),
    point ?? id,
    point === undefined ? "" : id,
    type,
    printable(moduleName),
    size,
    printable(source),
  ];
}

function unitLines(unit: UnitView, paint: Paint): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    [unit.isPoint ? "Rollback point:" : "Backup:", unit.id],
    ["Module:", unit.module],
    ["Description:", unit.description],
    ["Created:", local(unit.createdAt)],
    ...(unit.deployment === undefined ? [] : [["Deployment:", unit.deployment] as const]),
  ];
  return [
    ...table(rows.map(([label, text]) => [label, printable(text)])),
    ...unit.backups.flatMap((backup) => ["", ...backupLines(backup, paint)]),
  ];
}

function backupLines(backup: BackupView, paint: Paint): readonly string[] {
  const { id, key, path, checksum, sizeBytes, isEncrypted, isAbsent, warnings } = backup;
  const rows: readonly (readonly [string, string])[] = [
    ["  Id:", id],
    ...(key === undefined ? [] : [["  Key:", key] as const]),
    ["  Stored:", isAbsent ? "that nothing was there" : path],
    ...(sizeBytes === undefined ? [] : [["  Size:", formatBytes(sizeBytes)] as const]),
    ...(isEncrypted ? [["  Encrypted:", "yes"] as const] : []),
    ["  Checksum:", checksum],
  ];
  return [
    paint.bold(nameOf(backup)),
    ...table(rows.map(([label, text]) => [label, printable(text)])),
    ...warnings.map((warning) => `  ${paint.yellow("warning")}: ${printable(warning)}`),
  ];
}

const STORED_ONLY = "encrypted, and nothing was given to open it with: only its stored bytes were compared";

function verifiedLine({ backup, isContentRead, fault }: VerifiedBackup, paint: Paint): string {
  const what = `${backup.id}  ${nameOf(backup)}`;
  if (fault === undefined) return `${paint.green("sound")}    ${what}${isContentRead ? "" : ` (${STORED_ONLY})`}`;
  // A key or a program that is missing says nothing of what is stored.
  const isDamaged = fault instanceof OrchestratorError && fault.code === "BACKUP_DAMAGED";
  return `${isDamaged ? paint.red("damaged") : paint.yellow("unknown")}  ${what}: ${printable(messageOf(fault))}`;
}

function unitText({ isPoint, module: moduleName, createdAt, backups }: UnitView): string {
  const what = isPoint ? counted(backups.length, "backup") : nameOf(backups[0]);
  return `${local(createdAt)}  ${printable(moduleName)}  ${what}`;
}

const NOUNS = { file: "path", service: "services", database: "database" } as const;

function nameOf(backup: BackupView | undefined): string {
  return backup === undefined ? "" : `${NOUNS[backup.type]} ${printable(backup.source)}`;
}

function local(time: string): string {
  return formatTime(Date.parse(time));
}
