// What pg_restore makes of a dump: its list, and the SQL of all of it or of the database's own properties. Nothing is connected to.

import type { Readable } from "node:stream";
import { type ProgramEnd, type RunningProgram, runProgram, startProgram } from "../../../programs/index.js";
import type { OpenBackup } from "../../contract.js";
import { damaged, openPlain } from "../../stored/index.js";
import { postgresqlProgram } from "./programs.js";
import type { ServerFacts } from "./server.js";

/** The lines of `pg_restore --list`, with the database's own entries. Throws BACKUP_DAMAGED, BACKUP_KEY_WRONG. */
export async function listDump(opened: OpenBackup): Promise<readonly string[]> {
  const { end, output } = await restoreText(opened, ["--list", "--create"]);
  if (end.kind === "exited" && end.exitCode === 0) return output.split("\n");
  throw damaged(opened.backup.backupId, "pg_restore cannot read it");
}

/**
 * The SQL of everything but what stays in the target. The program writes one transaction, of which the commit comes last; in that way
 * it writes none in between, as it does for large objects otherwise.
 */
export function dumpAsSql(opened: OpenBackup, listFile: string | undefined): RunningProgram {
  const chosen = listFile === undefined ? [] : [`--use-list=${listFile}`];
  return startProgram({
    path: postgresqlProgram("pg_restore"),
    args: ["--single-transaction", "--exit-on-error", ...chosen, "--file=-"],
    ...{ input: openPlain(opened), signal: opened.signal },
  });
}

/** Comment, settings and privileges of the database itself, which a dump restored into an existing database leaves out. */
export async function databaseSql(opened: OpenBackup, listFile: string, isSuperuser: boolean): Promise<string> {
  const { end, output } = await restoreText(opened, ["--create", `--use-list=${listFile}`, "--file=-"]);
  if (end.kind !== "exited" || end.exitCode !== 0) throw damaged(opened.backup.backupId, "pg_restore cannot read it");
  return withoutConnecting(output, isSuperuser);
}

/**
 * Making the database and connecting to it are left out, and with the latter what guards those lines. Owners, and settings of roles,
 * are a superuser's to change.
 */
function withoutConnecting(text: string, isSuperuser: boolean): string {
  const lines = text.split("\n");
  const making = lines.findIndex((line) => line.startsWith("CREATE DATABASE "));
  const unwanted = isSuperuser ? META : new RegExp(`${META.source}|^ALTER ROLE |^ALTER DATABASE .* OWNER TO `);
  return lines.filter((line, index) => index !== making && !unwanted.test(line)).join("\n");
}

const META = /^\\(connect|restrict|unrestrict) /;

/** Entries of the list that are the database's own. */
export function ownEntries(list: readonly string[]): readonly string[] {
  return list.filter((line) =>
    /^\d+; \d+ \d+ (DATABASE PROPERTIES|(ACL|COMMENT|SECURITY LABEL) - DATABASE) /.test(line),
  );
}

/** Entries that can be restored here: what stays in the target is not made again, and nothing is said about it. */
export function restorableEntries(list: readonly string[], facts: ServerFacts): readonly string[] {
  const schemas = facts.keptSchemas.filter((name) => name !== "public").map((name) => `SCHEMA - ${name} `);
  const extensions = facts.foreignExtensions.map((name) => `COMMENT - EXTENSION ${name} `);
  const left = [...schemas, ...extensions, ...schemas.map((words) => `COMMENT - ${words.replace(" - ", " ")}`)];
  return list.filter((line) => {
    const entry = /^\d+; \d+ \d+ (.*)$/.exec(line)?.[1];
    return entry !== undefined && !left.some((words) => entry.startsWith(words));
  });
}

async function restoreText(
  opened: OpenBackup,
  args: readonly string[],
): Promise<{ readonly end: ProgramEnd; readonly output: string }> {
  const input: Readable = openPlain(opened);
  const path = postgresqlProgram("pg_restore");
  const { stdout: output, ...end } = await runProgram({ path, args, input, signal: opened.signal });
  return { end, output };
}
