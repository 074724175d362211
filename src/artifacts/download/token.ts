// The bearer token of an artifact server, asked for anew with each request: tokens are replaced while a program runs. It is
// never on a command line, in a log or in an error.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { messageOf, OrchestratorError, systemCodeOf, unreachable } from "../../base/index.js";
import { readRegularFile } from "../../durable/index.js";
import { downloadFault } from "./fault.js";
import { MAX_TOKEN_BYTES, TOKEN_COMMAND_SECONDS } from "./limits.js";
import type { TokenSource } from "./settings.js";

/** Throws DOWNLOAD_TOKEN_UNAVAILABLE. */
export async function readToken(source: TokenSource): Promise<string> {
  const token = (await readText(source)).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw unavailable(source, token === "" ? "is empty" : "is more than one word of plain characters");
}

async function readText(source: TokenSource): Promise<string> {
  try {
    switch (source.kind) {
      case "file":
        return readTokenFile(source);
      case "command":
        return await runTokenCommand(source.argv);
      default:
        return unreachable(source);
    }
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    throw unavailable(source, `could not be had (${whyNot(thrown)})`);
  }
}

function readTokenFile(source: Extract<TokenSource, { kind: "file" }>): string {
  try {
    return readRegularFile(source.path, MAX_TOKEN_BYTES).toString("utf8");
  } catch (thrown) {
    if (systemCodeOf(thrown) !== undefined) throw thrown;
    throw unavailable(source, `cannot be one: ${messageOf(thrown)}`);
  }
}

/** Its error output may name secrets, so nobody sees it. */
async function runTokenCommand([program = "", ...args]: readonly string[]): Promise<string> {
  const limits = { timeout: TOKEN_COMMAND_SECONDS * 1000, maxBuffer: MAX_TOKEN_BYTES, killSignal: "SIGKILL" } as const;
  const { stdout } = await promisify(execFile)(program, args, { ...limits, encoding: "utf8" });
  return stdout;
}

/** Node's own message has the whole command line and what the command printed. */
function whyNot(thrown: unknown): string {
  const code = systemCodeOf(thrown);
  if (code !== undefined) return code;
  if (typeof thrown !== "object" || thrown === null) return "no reason known";
  if ("killed" in thrown && thrown.killed === true) return `it did not end within ${TOKEN_COMMAND_SECONDS} s`;
  return "code" in thrown && typeof thrown.code === "number" ? `it exited with ${thrown.code}` : "it was ended";
}

function unavailable(source: TokenSource, what: string): OrchestratorError {
  const name = source.kind === "file" ? `the token file ${source.path}` : `the token of ${source.argv[0] ?? "nothing"}`;
  return downloadFault("DOWNLOAD_TOKEN_UNAVAILABLE", `${name} ${what}`);
}
