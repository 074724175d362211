// The deployments of one system: a folder each, numbered, that holds everything of it and can be mailed in a bug report.
// A folder gets its number by rename when it is complete, so a numbered folder always has its plan and its first record.
// A crash before that leaves `new`, which the next creation removes; one while a deployment is removed leaves `old`, which
// the next removal removes. Files that a deployment is to keep wait in `new-kept`, which both replace or remove.

import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Log, messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { syncFolder } from "../durable/index.js";
import {
  type DeploymentReference,
  deploymentName,
  type Plan,
  plannedComponents,
  type StampedRecord,
} from "../model/index.js";
import {
  contentsOf,
  KEPT_FOLDER,
  type NewDeployment,
  readDocument,
  readFolder,
  writeFolder,
} from "./deployment-folder.js";
import { type OpenJournal, openJournal, RESERVE_FILE } from "./journal.js";
import { gatherFiles, type KeptFile } from "./kept-files.js";
import { unreadable, unwritable } from "./refusals.js";

export interface DeploymentHistory {
  readonly id: string;
  /** Undefined for the default one. Ids are unique within a system. */
  readonly system?: string;
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

export interface Deployments {
  /** Newest first. */
  ids(): readonly string[];
  /** Throws DEPLOYMENT_UNKNOWN, JOURNAL_DAMAGED or JOURNAL_FORMAT_UNKNOWN. */
  read(id: string): DeploymentHistory;
  /**
   * Gathers files that the next deployment takes along and keeps until `release`; answers with their folder. A file of the
   * same file system is linked, another one copied. Throws DATASTORE_FULL or DATASTORE_UNWRITABLE, and then keeps none.
   */
  keep(files: readonly KeptFile[]): Promise<string>;
  create(deployment: NewDeployment): OpenDeployment;
  open(id: string): OpenDeployment;
  /** A file that came with the deployment. Throws JOURNAL_DAMAGED where it is gone. */
  readDocument(id: string, fileName: string): { readonly path: string; readonly text: string };
  /** Where the files are that the deployment took along. */
  keptFolder(id: string): string;
  /** Removes them. What cannot be removed is named in the log. */
  release(id: string): Promise<void>;
  /** Frees what only a running deployment needs. What cannot be removed is named in the log: the end stands. */
  finish(deployment: OpenDeployment): Promise<void>;
  /**
   * Removes every deployment that is not to be kept, and what a crash right after the end of one left of its work and of
   * the files it took along. Only while nothing is in progress. What cannot be removed is named in the log.
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
const OLD_FOLDER = "old";
const WORK_FOLDER = "work";
/** Gathered, and not yet part of a deployment. */
const NEW_KEPT_FOLDER = "new-kept";

/** `system`: its name, unless it is the default one. */
export function openDeployments(
  systemFolder: string,
  { now, removeTree, log }: DatastoreWorld,
  system?: string,
): Deployments {
  const named = system === undefined ? {} : { system };
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

  const removeLeftovers = async (folder: string): Promise<void> => {
    await removeWork(folder);
    await removeKept(join(folder, KEPT_FOLDER));
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
      if (!/^\d+$/.test(id) || !existsSync(folder)) throw unknownDeployment({ id, ...named }, ids());
      return { id: String(Number(id)), ...named, ...readFolder(folder) };
    },
    keep: async (files) => {
      const folder = join(root, NEW_KEPT_FOLDER);
      await gatherFiles(folder, files).catch((thrown: unknown) => {
        rmSync(folder, { recursive: true, force: true });
        throw thrown instanceof OrchestratorError ? thrown : unwritable(folder, thrown);
      });
      return folder;
    },
    create: (deployment) => {
      const id = String(Number(ids()[0] ?? 0) + 1);
      try {
        const kept = deployment.takesKept === true ? join(root, NEW_KEPT_FOLDER) : undefined;
        writeFolder({ root, folder: folderOf(id), kept }, contentsOf({ id, ...named }, deployment, now()));
      } catch (thrown) {
        throw unwritable(root, thrown);
      }
      return open(id);
    },
    readDocument: (id, fileName) => readDocument(folderOf(id), fileName),
    keptFolder: (id) => join(folderOf(id), KEPT_FOLDER),
    release: async (id) => {
      await orWarning(join(folderOf(id), KEPT_FOLDER), removeKept);
    },
    finish: async ({ id, journal }) => {
      journal.close();
      await orWarning(folderOf(id), removeWork);
    },
    prune: async (keep) => {
      await orWarning(join(root, OLD_FOLDER), removeTree);
      await orWarning(join(root, NEW_KEPT_FOLDER), removeKept);
      for (const id of ids()) await orWarning(folderOf(id), keep(id) ? removeLeftovers : removeDeployment);
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

/** Room for the records of a whole way back: a handful of calls for each component. */
function reserveBytesFor(plan: Plan): number {
  return 64 * 1024 + plannedComponents(plan).length * 8 * 1024;
}

async function removeKept(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function unknownDeployment(wanted: DeploymentReference, known: readonly string[]): OrchestratorError {
  const [newest] = known;
  const where = wanted.system === undefined ? "" : ` in ${wanted.system}`;
  return new OrchestratorError({
    code: "DEPLOYMENT_UNKNOWN",
    message: `there is no deployment ${deploymentName(wanted)}`,
    hint:
      newest === undefined
        ? `Nothing was deployed yet${where}.`
        : `The newest is ${deploymentName({ ...wanted, id: newest })}; see \`orchestrator history\`.`,
  });
}
