// What was locked, signed and verified, and who may sign what.

import type { LockChange, RootDescription, SignedFile, TrustedManifest } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import type { Paint } from "./paint.js";
import { counted, printable, table } from "./text.js";

interface OfManifest {
  readonly manifestPath: string;
  readonly output: OutputFormat;
}

export function answerLock(
  session: Session,
  changes: readonly LockChange[],
  { manifestPath, output }: OfManifest,
): void {
  session.present(output, {
    json: () => ({ manifest: manifestPath, changes }),
    human: () => [
      ...table(changes.map(({ of, key, from, to }) => [`  ${printable(of)}`, key, `${from ?? "none"} → ${to}`])),
      changes.length === 0
        ? `${printable(manifestPath)} is up to date.`
        : `${printable(manifestPath)}: ${counted(changes.length, "change")}; now sign it.`,
    ],
  });
}

export function answerSigned(session: Session, { path, keyids }: SignedFile, output: OutputFormat): void {
  session.present(output, {
    json: () => ({ signatures: path, keyids }),
    human: () => [`${printable(path)} has ${counted(keyids.length, "signature")}:`, ...keyids.map((id) => `  ${id}`)],
  });
}

export function answerVerified(
  session: Session,
  verified: TrustedManifest,
  { manifestPath, output }: OfManifest,
): void {
  const { serial, expires, signedBy } = verified;
  session.present(output, {
    json: () => ({ manifest: manifestPath, trusted: true, serial, expires, signedBy }),
    human: (paint) => [
      `${printable(manifestPath)} is ${paint.green("trusted")}: serial ${serial}, until ${expires}, signed by`,
      ...signedBy.map((id) => `  ${id}`),
    ],
  });
}

export function answerRoot(session: Session, root: RootDescription, output: OutputFormat): void {
  session.present(output, { json: () => root, human: (paint) => rootLines(root, paint) });
}

function rootLines({ version, expires, roles, others }: RootDescription, paint: Paint): readonly string[] {
  return [
    `Root metadata, version ${version}, until ${expires}`,
    ...roles.flatMap(({ role, threshold, keys }) => [
      `${role}: ${threshold} of ${counted(keys.length, "key")} must sign`,
      ...keys.map(({ keyid, kind, hasSigned }) => `  ${keyid}  ${kind}${hasSigned ? paint.green("  has signed") : ""}`),
    ]),
    ...(others.length === 0 ? [] : ["Also signed by keys that are not in it:", ...others.map((id) => `  ${id}`)]),
  ];
}
