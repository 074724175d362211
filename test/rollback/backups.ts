// One backup at a time, without a store: a kind is given a folder, and what it captured becomes the entry that it is given back.

import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { OrchestratorError } from "../../src/base/index.js";
import type { BackupInfo, Captured, CaptureKind, OpenBackup, Seal } from "../../src/rollback/contract.js";

export interface Taken extends Captured {
  readonly opened: OpenBackup;
}

export interface Taking {
  readonly folder: string;
  readonly seal?: Seal;
  readonly isMissingAllowed?: boolean;
}

export async function take<Source>(
  kind: CaptureKind<Source>,
  source: Source,
  { folder, seal, isMissingAllowed = false }: Taking,
): Promise<Taken> {
  const backupId = randomBytes(8).toString("hex");
  const signal = new AbortController().signal;
  const sealed = seal === undefined ? {} : { seal };
  const captured = await kind.capture(source, { backupId, folder, isMissingAllowed, signal, ...sealed });
  const { sourcePath, backupPath, checksum } = captured;
  const metadata = JSON.parse(JSON.stringify({ module_name: "test", ...captured.metadata })) as Record<string, unknown>;
  const same = { timestamp: 0, backupType: kind.backupType, description: "" };
  const backup: BackupInfo = { backupId, ...same, sourcePath, backupPath, checksum, metadata };
  return { ...captured, opened: { backup, signal, ...sealed } };
}

export async function restore<Source>(kind: CaptureKind<Source>, { opened }: Taken): Promise<void> {
  const restoration = await kind.prepare(opened);
  await restoration.apply();
}

/** The error's code and message, so that a mistake in either shows. */
export async function refusalOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await work;
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError)) throw thrown;
    return { code: thrown.code, message: thrown.message };
  }
  return { code: "none", message: "" };
}

/** Turns bytes round, and ends with their digest: enough to see that nothing plain is stored, and that damage is told. */
export const turningSeal: Seal = {
  suffix: ".age",
  encrypt: (plain) => Readable.from(turned(plain, "append"), { objectMode: false }),
  decrypt: (stored) => Readable.from(turned(stored, "check"), { objectMode: false }),
};

async function* turned(bytes: Readable, digest: "append" | "check"): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes as AsyncIterable<Buffer>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const content = digest === "append" ? all : all.subarray(0, -32);
  const result = Buffer.from(content.map((byte) => byte ^ 0xff));
  const sum = createHash("sha256")
    .update(digest === "append" ? content : result)
    .digest();
  yield result;
  if (digest === "append") yield sum;
  else if (!sum.equals(all.subarray(-32))) throw new OrchestratorError({ code: "BACKUP_DAMAGED", message: "turned" });
}
