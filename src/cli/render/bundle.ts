// What a bundle holds, on one page; and a new one written to standard output, at the pace at which it is taken.

import type { BundleDescription, CreatedBundle } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { OutputStream } from "../io.js";
import type { Session } from "../session.js";
import { paintFor } from "./paint.js";
import { renderProblem } from "./problem.js";
import { counted, formatBytes, printable, table } from "./text.js";

export function answerCreated(session: Session, { artifacts, warnings }: CreatedBundle, output: string): void {
  const paint = paintFor(session.io.stderr, session.io.environment);
  for (const warning of warnings) session.writeLogLine(renderProblem(warning, paint));
  if (output === "-") return;
  const sizeBytes = artifacts.reduce((sum, each) => sum + each.sizeBytes, 0);
  session.answer(`${printable(output)}: ${counted(artifacts.length, "artifact")}, ${formatBytes(sizeBytes)}`);
}

/** A reader that has gone is no fault: what is written then is lost, and nobody waits for it. */
export function writeTo(stdout: OutputStream): (chunk: Buffer) => Promise<void> {
  return (chunk) => new Promise((resolve) => stdout.write(chunk, () => resolve()));
}

export function answerInspected(session: Session, bundle: BundleDescription, output: OutputFormat): void {
  session.present(output, { json: () => bundle, human: () => bundleLines(bundle) });
}

function bundleLines({ artifacts, ...bundle }: BundleDescription): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ["Manifest:", bundle.manifestName],
    ...(bundle.serial === undefined ? [] : [["Serial:", String(bundle.serial)] as const]),
    ...(bundle.expires === undefined ? [] : [["Expires:", bundle.expires] as const]),
    ["Signatures:", bundle.isSigned ? "there are some; manifest verify and install judge them" : "none"],
    ...(bundle.rootNames.length === 0 ? [] : [["Keys:", bundle.rootNames.join(", ")] as const]),
    ["Size:", formatBytes(bundle.sizeBytes)],
    ["Artifacts:", String(artifacts.length)],
  ];
  const lines = artifacts.map((each) => [
    ...[`  ${printable(each.name)}`, formatBytes(each.sizeBytes)],
    ...[`for ${printable(each.compatibleTypes.join(", "))}`, each.sha256],
  ]);
  return [...table(rows.map(([label, text]) => [label, printable(text)])), ...table(lines)];
}
