// PostgreSQL's own programs, and what their complaints mean.

import { OrchestratorError } from "../../../base/index.js";
import { type ProgramEnd, versionedFolders } from "../../../programs/index.js";
import { toolPath } from "../../tool.js";
import type { PostgresqlSource } from "../sources.js";

export type PostgresqlProgram = "pg_dump" | "pg_restore" | "psql";

export function postgresqlProgram(name: PostgresqlProgram): string {
  const folders = versionedFolders("/usr/lib/postgresql", "bin");
  return toolPath({ name, package: "postgresql-client", folders });
}

/** psql, reading its stdin and nothing of the user's own; it stops at the first error. */
export const PSQL_ARGS = [
  ...["--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align"],
  ...["--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose", "--set=SHOW_CONTEXT=never"],
] as const;

export interface Complaint {
  /** The server's five characters, where it has said anything. */
  readonly sqlState?: string;
  /** The first line of it, for a message. Details and contexts have data of the database in them, and are left out. */
  readonly text: string;
}

/** What a program has to say for itself. The password, should it be quoted, is not repeated. */
export function complaintOf(end: ProgramEnd, source: PostgresqlSource): Complaint {
  if (end.kind === "not-started") return { text: end.why };
  const lines = end.stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((line) => /(error|FATAL|ERROR|PANIC):/.test(line)) ?? lines.at(-1) ?? unexplained(end);
  const { state, text } = /^.*?: +(?<state>[0-9A-Z]{5}): +(?<text>.*)$/.exec(line)?.groups ?? {};
  const said = (text ?? line.replace(/^(psql|pg_dump|pg_restore): (error: )?/, "")).slice(0, 500);
  // A server that refuses the connection gives no state: what stands there is FATAL.
  const isState = state !== undefined && /[0-9]/.test(state);
  return { ...(isState && { sqlState: state }), text: withoutPassword(said, source) };
}

/** A dump of a newer server than the program knows is refused by the program. */
export function tooOld(end: ProgramEnd): OrchestratorError | undefined {
  const versions = /server version: (\S+).*; pg_dump version: (\S+)/.exec(end.stderr);
  if (!end.stderr.includes("server version mismatch") || versions === null) return undefined;
  const [, server, program] = versions;
  return new OrchestratorError({
    code: "BACKUP_TOOL_MISSING",
    message: `pg_dump ${program} is older than the server (${server}), and cannot capture it`,
    hint: `On Debian a newer one is in the package postgresql-client-${server?.split(".")[0]}.`,
  });
}

function unexplained(end: ProgramEnd): string {
  switch (end.kind) {
    case "exited":
      return `it exited with ${end.exitCode}`;
    case "killed":
    case "not-started":
      return end.why;
  }
}

function withoutPassword(text: string, { password }: PostgresqlSource): string {
  return password === undefined || password === "" ? text : text.replaceAll(password, "***");
}
