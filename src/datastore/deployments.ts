// The deployments of one system: a folder each, numbered, that holds everything of it and can be mailed in a bug report.
// A folder gets its number by rename when it is complete, so a numbered folder always has its plan and its first record.
// A crash before that leaves `new`, which the next creation removes; one while a deployment is removed leaves `old`, which
// the next removal removes.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Log, messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import type { JournalRecord, Plan, StampedRecord } from "../model/index.js";
import { plannedComponents } from "../model/index.js";
import { makeFolders, syncFolder, unreadable, unwritable, writeFileSynced } from "./durable.js";
import { JOURNAL_FILE, type OpenJournal, openJournal, RESERVE_FILE, readJournal } from "./journal.js";
import { formatLine } from "./journal-format.js";

/** A document as it was read, kept with the deployment. `fileName` is where it is kept. */
export interface StoredDocument {
  readonly fileName: string;
  readonly text: string;
}

export interface DeploymentHistory {
  readonly id: string;
  readonly plan: Plan;
  readonly records: readonly StampedRecord[];
}

export interface OpenDeployment {
  readonly id: string;
  readonly plan: Plan;
  readonly journal: OpenJournal;
  /** Where the components' work dirs are. */
  readonly workRoot: string;
}

export interface NewDeployment {
  readonly plan: Plan;
  readonly documents: readonly StoredDocument[];
  readonly started: Omit<Extract<JournalRecord, { type: "deploymentStarted" }>, "type" | "id" | "planDigest">;
}

export interface Deployments {
  /** Newest first. */
  ids(): readonly string[];
  /** Throws DEPLOYMENT_UNKNOWN, JOURNAL_DAMAGED or JOURNAL_FORMAT_UNKNOWN. */
  read(id: string): DeploymentHistory;
  create(deployment: NewDeployment): OpenDeployment;
  open(id: string): OpenDeployment;
  /** Frees what only a running deployment needs. What cannot be removed is named in the log: the end stands. */
  finish(deployment: OpenDeployment): Promise<void>;
  /**
   * Removes every deployment that is not to be kept, and what a crash right after the end of one left of its work. Only
   * while nothing is in progress. What cannot be removed is named in the log.
   */
  prune(keep: (id: string) => boolean): Promise<void>;
}

/** What the data store needs of the world. */
export interface DatastoreWorld {
  now(): number;
  /** Removes a folder and all in it. Rejects, and removes nothing, when something is mounted inside. */
  removeTree(path: string): Promise<void>;
  readonly log: Log;
}

const ID_DIGITS = 6;
const NEW_FOLDER = "new";
const OLD_FOLDER = "old";
const PLAN_FILE = "plan.json";
const WORK_FOLDER = "work";

export function openDeployments(systemFolder: string, { now, removeTree, log }: DatastoreWorld): Deployments {
  const root = join(systemFolder, "deployments");
  const folderOf = (id: string): string => join(root, id.padStart(ID_DIGITS, "0"));

  const ids = (): readonly string[] =>
    namesIn(root)
      .filter((name) => /^\d+$/.test(name))
      .map((name) => String(Number(name)))
      .sort((a, b) => Number(b) - Number(a));

  const removeWork = async (folder: string): Promise<void> => {
    rmSync(join(folder, RESERVE_FILE), { force: true });
    await removeTree(join(folder, WORK_FOLDER));
  };

  /** Loses its number first, so that nobody finds half a deployment. */
  const removeDeployment = async (folder: string): Promise<void> => {
    await removeWork(folder);
    renameSync(folder, join(root, OLD_FOLDER));
    syncFolder(root);
    await removeTree(join(root, OLD_FOLDER));
  };

  const orWarning = async (path: string, remove: (path: string) => Promise<void>): Promise<void> => {
    await remove(path).catch((thrown: unknown) => {
      log.warning(`not all of ${path} could be removed: ${messageOf(thrown)}`);
    });
  };

  const open = (id: string): OpenDeployment => {
    const folder = folderOf(id);
    const { plan } = readFolder(folder);
    const journal = openJournal(folder, { reserveBytes: reserveBytesFor(plan), now });
    return { id, plan, journal, workRoot: join(folder, WORK_FOLDER) };
  };

  return {
    ids,
    open,
    read: (id) => {
      const folder = folderOf(id);
      if (!/^\d+$/.test(id) || !existsSync(folder)) throw unknownDeployment(id, ids());
      return { id: String(Number(id)), ...readFolder(folder) };
    },
    create: (deployment) => {
      const id = String(Number(ids()[0] ?? 0) + 1);
      try {
        writeFolder(root, folderOf(id), contentsOf(id, deployment, now()));
      } catch (thrown) {
        throw unwritable(root, thrown);
      }
      return open(id);
    },
    finish: async ({ id, journal }) => {
      journal.close();
      await orWarning(folderOf(id), removeWork);
    },
    prune: async (keep) => {
      await orWarning(join(root, OLD_FOLDER), removeTree);
      for (const id of ids()) await orWarning(folderOf(id), keep(id) ? removeWork : removeDeployment);
    },
  };
}

function namesIn(root: string): readonly string[] {
  try {
    return readdirSync(root);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return [];
    throw unreadable(root, thrown);
  }
}

function readFolder(folder: string): Omit<DeploymentHistory, "id"> {
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

/** Room for the records of a whole way back: a handful of calls for each component. */
function reserveBytesFor(plan: Plan): number {
  return 64 * 1024 + plannedComponents(plan).length * 8 * 1024;
}

function contentsOf(id: string, { plan, documents, started }: NewDeployment, at: number): readonly StoredDocument[] {
  const planText = `${JSON.stringify(plan, null, 2)}\n`;
  const record: JournalRecord = { type: "deploymentStarted", id, ...started, planDigest: digestOf(planText) };
  return [
    ...documents,
    { fileName: PLAN_FILE, text: planText },
    { fileName: JOURNAL_FILE, text: formatLine({ sequence: 1, at, record }, 0, "").text },
  ];
}

function writeFolder(root: string, folder: string, contents: readonly StoredDocument[]): void {
  const fresh = join(root, NEW_FOLDER);
  makeFolders(root);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  for (const { fileName, text } of contents) writeFileSynced(join(fresh, fileName), text);
  syncFolder(fresh);
  renameSync(fresh, folder);
  syncFolder(root);
}

/** The plan of a deployment, provided that it is the one the journal began with. */
function readPlan(folder: string, records: readonly StampedRecord[]): Plan {
  const path = join(folder, PLAN_FILE);
  const text = readFileSync(path, "utf8");
  const first = records[0]?.record;
  if (first?.type === "deploymentStarted" && first.planDigest === digestOf(text)) return JSON.parse(text) as Plan;
  throw new OrchestratorError({
    code: "JOURNAL_DAMAGED",
    message: `${path} is not the plan that the journal beside it began with`,
    hint: "Nothing was changed. Keep a copy of this folder and check the disk.",
    location: { file: path },
  });
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function unknownDeployment(id: string, known: readonly string[]): OrchestratorError {
  return new OrchestratorError({
    code: "DEPLOYMENT_UNKNOWN",
    message: `there is no deployment ${id}`,
    hint: known.length === 0 ? "Nothing was deployed yet." : `The newest is ${known[0]}; see \`orchestrator history\`.`,
  });
}
