// The sqlite3 shell, given one database and one script. It reads no file of the user's own, makes no database where there is none, and
// follows no link.

import { runProgram } from "../../../programs/index.js";
import { toolPath } from "../../tool.js";

export interface Script {
  /** Real and absolute. */
  readonly database: string;
  readonly lines: readonly string[];
  /** How long other processes' locks are waited for. */
  readonly busySeconds: number;
  readonly signal?: AbortSignal;
}

export type ShellFault = "locked" | "not-a-database" | "damaged" | "unopened" | "other";

export type ShellAnswer =
  | { readonly kind: "done"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly fault: ShellFault; readonly text: string };

export async function runSqlite({ database, lines, busySeconds, signal }: Script): Promise<ShellAnswer> {
  const end = await runProgram({
    path: toolPath({ name: "sqlite3", package: "sqlite3" }),
    args: ["-init", "/dev/null", "-batch", "-bail", "-nofollow", "-noheader", "-list", existing(database)],
    input: [`.timeout ${Math.round(busySeconds * 1000)}`, ...lines, ""].join("\n"),
    ...(signal === undefined ? {} : { signal }),
  });
  if (end.kind === "exited" && end.exitCode === 0) return { kind: "done", lines: end.stdout.trim().split("\n") };
  const text = end.kind === "not-started" || end.stderr === "" ? whyEnded(end) : withoutPlace(end.stderr);
  return { kind: "failed", fault: faultIn(text), text };
}

/** An argument of a dot command, in double quotes, where the shell knows the escapes of C. */
export function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")}"`;
}

/** A name that the shell would make a new database of otherwise. */
function existing(path: string): string {
  return `file:${encodeURI(path).replaceAll("?", "%3f").replaceAll("#", "%23")}?mode=rw`;
}

function whyEnded(end: { readonly kind: string; readonly why?: string; readonly exitCode?: number }): string {
  return end.why ?? `sqlite3 exited with ${end.exitCode}`;
}

function withoutPlace(stderr: string): string {
  const [line = ""] = stderr.split("\n");
  return line.replace(/^(Error|(Parse|Runtime) error)( (near|in|at) line \d+)?: /, "").slice(0, 300);
}

function faultIn(text: string): ShellFault {
  if (/locked|busy/.test(text)) return "locked";
  if (/not a database/.test(text)) return "not-a-database";
  if (/malformed/.test(text)) return "damaged";
  return /unable to open/.test(text) ? "unopened" : "other";
}
