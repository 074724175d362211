// A PostgreSQL server of a test's own, with its data in a temporary folder and its socket beside it; it listens on no port.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PostgresqlServer {
  /** Of its socket: what libpq takes for the host. */
  readonly host: string;
  /** One script in the database, as `user`; what it prints. */
  sql(database: string, script: string, user?: string): string;
  /** The schema and the data of a database as text, without what is different each time. */
  dump(database: string): string;
  stop(): Promise<void>;
}

/** The server refuses to run as root. */
const NOBODY = 65534;

export async function startPostgresql(): Promise<PostgresqlServer> {
  const host = mkdtempSync(join(realpathSync(tmpdir()), "pg-"));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(host, NOBODY, NOBODY);
  // Whatever this machine speaks: a language that is named and not installed is none to a server.
  const env = { ...process.env, LC_ALL: "C" };
  const as = { env, ...(isRoot && { uid: NOBODY, gid: NOBODY }) };
  const data = join(host, "data");
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, NOBODY, NOBODY);
  execFileSync(program("initdb"), ["-D", data, "-A", "trust", "-U", "admin", "--no-sync", "-E", "UTF8"], {
    ...as,
    cwd: host,
    stdio: "ignore",
  });
  const settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "wal_level=logical"];
  const server = spawn(program("postgres"), ["-D", data, "-k", host, ...settings], {
    ...as,
    cwd: host,
    stdio: "ignore",
  });
  await untilReady(host, server);
  return { host, ...clientsOf(host), stop: () => stop(host, server) };
}

function clientsOf(host: string): Pick<PostgresqlServer, "sql" | "dump"> {
  const run = (name: string, args: readonly string[], input = "") =>
    execFileSync(program(name), ["-h", host, ...args], {
      input,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["pipe", "pipe", "inherit"],
    });
  return {
    sql: (database, script, user = "admin") =>
      run("psql", ["-U", user, "-d", database, "-XqtA", "-v", "ON_ERROR_STOP=1"], script).trim(),
    dump: (database) => run("pg_dump", ["-U", "admin", "--create", database]).replace(/^\\(un)?restrict .*$/gm, ""),
  };
}

async function untilReady(host: string, server: ChildProcess): Promise<void> {
  const isReady = () => {
    try {
      execFileSync(program("pg_isready"), ["-q", "-h", host]);
      return true;
    } catch {
      return false;
    }
  };
  while (!isReady()) {
    if (server.exitCode !== null) throw new Error("PostgreSQL did not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stop(host: string, server: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await gone;
  rmSync(host, { recursive: true, force: true });
}

/** Debian's are not on the path. */
function program(name: string): string {
  const [version = ""] = readdirSync("/usr/lib/postgresql").sort((a, b) => Number(b) - Number(a));
  return join("/usr/lib/postgresql", version, "bin", name);
}
