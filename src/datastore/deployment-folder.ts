// The folder of one deployment: written whole under another name and then renamed, so that a numbered folder always has its plan
// and its first record; and read again.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError, systemCodeOf } from "../base/index.js";
import { makeFolders, readRegularFile, syncFolder, writeFileSynced } from "../durable/index.js";
import { type JournalRecord, needsPoints, type Plan, plannedComponents, type StampedRecord } from "../model/index.js";
import { JOURNAL_FILE, readJournal } from "./journal.js";
import { formatLine } from "./journal-format.js";
import { unreadable } from "./refusals.js";

/** A document as it was read, kept with the deployment. `fileName` is where it is kept. */
export interface StoredDocument {
  readonly fileName: string;
  readonly text: string;
}

export interface NewDeployment {
  readonly plan: Plan;
  readonly documents: readonly StoredDocument[];
  readonly started: Omit<
    Extract<JournalRecord, { type: "deploymentStarted" }>,
    "type" | "id" | "system" | "planDigest" | "hasRollbackPoints"
  >;
  /** Whether what `keep` has gathered belongs to it. */
  readonly takesKept?: boolean;
}

export const KEPT_FOLDER = "kept";
const NEW_FOLDER = "new";
const PLAN_FILE = "plan.json";

export function readFolder(folder: string): { readonly plan: Plan; readonly records: readonly StampedRecord[] } {
  try {
    const records = readJournal(folder);
    return { plan: readPlan(folder, records), records };
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    throw systemCodeOf(thrown) === "ENOENT" ? incomplete(folder, thrown) : unreadable(folder, thrown);
  }
}

/** A folder that has its number had both. */
function incomplete(folder: string, thrown: unknown): OrchestratorError {
  const missing = [JOURNAL_FILE, PLAN_FILE].find((name) => !existsSync(join(folder, name))) ?? "a file";
  return new OrchestratorError({
    code: "JOURNAL_DAMAGED",
    message: `${missing} is missing in ${folder}`,
    hint: "Nothing was changed. Keep a copy of this folder and check the disk.",
    location: { file: join(folder, missing) },
    cause: thrown,
  });
}

export function contentsOf(
  name: { readonly id: string; readonly system?: string },
  { plan, documents, started }: NewDeployment,
  at: number,
): readonly StoredDocument[] {
  const planText = `${JSON.stringify(plan, null, 2)}\n`;
  const record: JournalRecord = {
    ...{ type: "deploymentStarted", ...name, ...started, planDigest: digestOf(planText) },
    ...(plannedComponents(plan).some(needsPoints) && { hasRollbackPoints: true }),
  };
  return [
    ...documents,
    { fileName: PLAN_FILE, text: planText },
    { fileName: JOURNAL_FILE, text: formatLine({ sequence: 1, at, record }, 0, "").text },
  ];
}

interface Place {
  readonly root: string;
  readonly folder: string;
  /** A folder that becomes part of the new one. */
  readonly kept: string | undefined;
}

export function writeFolder({ root, folder, kept }: Place, contents: readonly StoredDocument[]): void {
  const fresh = join(root, NEW_FOLDER);
  makeFolders(root);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  for (const { fileName, text } of contents) writeFileSynced(join(fresh, fileName), text);
  if (kept !== undefined) renameSync(kept, join(fresh, KEPT_FOLDER));
  syncFolder(fresh);
  renameSync(fresh, folder);
  syncFolder(root);
}

export function readDocument(folder: string, fileName: string): { readonly path: string; readonly text: string } {
  const path = join(folder, fileName);
  try {
    return { path, text: textOf(path) };
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "ENOENT") throw unreadable(path, thrown);
    throw new OrchestratorError({
      code: "JOURNAL_DAMAGED",
      message: `${fileName} is missing in ${folder}`,
      hint: "Nothing was changed. Keep a copy of this folder and check the disk.",
      location: { file: path },
      cause: thrown,
    });
  }
}

/** The plan of a deployment, provided that it is the one the journal began with. */
function readPlan(folder: string, records: readonly StampedRecord[]): Plan {
  const path = join(folder, PLAN_FILE);
  const text = textOf(path);
  const first = records[0]?.record;
  if (first?.type === "deploymentStarted" && first.planDigest === digestOf(text)) return JSON.parse(text) as Plan;
  throw new OrchestratorError({
    code: "JOURNAL_DAMAGED",
    message: `${path} is not the plan that the journal beside it began with`,
    hint: "Nothing was changed. Keep a copy of this folder and check the disk.",
    location: { file: path },
  });
}

/** As large as what was written here: that was within limits, and plans of large systems are large. */
function textOf(path: string): string {
  return readRegularFile(path, Number.POSITIVE_INFINITY).toString("utf8");
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
