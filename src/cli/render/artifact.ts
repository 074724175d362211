// `artifact read`: what an artifact says of itself, on one page.

import type { ArtifactDescription } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";
import { counted, formatBytes, printable, table } from "./text.js";

export function answerArtifact(session: Session, artifact: ArtifactDescription, output: OutputFormat): void {
  session.present(output, { json: () => artifact, human: () => artifactLines(artifact) });
}

export function artifactLines(artifact: ArtifactDescription): readonly string[] {
  const { name, group, payloadType, provides, depends, clearsProvides, metaData, scripts, files } = artifact;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["Name", [name]],
    ["Group", group === "" ? [] : [group]],
    ["Compatible with", artifact.compatibleTypes],
    ["Payload type", [payloadType ?? "none (empty payload)"]],
    ["Provides", Object.entries(provides).map(([key, value]) => `${key}: ${value}`)],
    ["Depends on", Object.entries(depends).map(([key, values]) => `${key}: ${values.join(" or ")}`)],
    ["Clears", clearsProvides],
    ["Meta-data", metaData === "" ? [] : metaData.trimEnd().split("\n")],
    ["Scripts", scripts],
    ["Augmented with", augmentLines(artifact)],
    ["Compression", [artifact.payloadCompression]],
    ["Signature", [signatureWords(artifact)]],
    ["Size", [formatBytes(artifact.sizeBytes)]],
    ["Files", files.length === 0 ? ["none"] : fileLines(files)],
  ];
  return table(rows.flatMap(([label, values]) => labelled(label, values)));
}

/** What was added to the artifact after it was made. */
function augmentLines({ augment, payloadType }: ArtifactDescription): readonly string[] {
  if (augment === null) return [];
  const { files, provides, depends } = augment;
  const type = augment.payloadType === payloadType ? [] : [`payload type, instead of ${augment.payloadType ?? "none"}`];
  const added = [
    ["file", files],
    ["provides", provides],
    ["depends on", depends],
  ] as const;
  const lines = [...type, ...added.flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`))];
  return lines.length === 0 ? ["nothing"] : lines;
}

/** Who has signed it, as far as the keys at hand tell. */
function signatureWords({ isSigned, signedBy, keysTried }: ArtifactDescription): string {
  if (!isSigned) return "not signed";
  if (signedBy !== null) return `signed by ${signedBy.path} (${signedBy.kind}, ${signedBy.keyid})`;
  return keysTried === 0
    ? "signed; name a key to see whether by that"
    : `signed, by none of ${counted(keysTried, "key")}`;
}

export function answerVerifiedArtifact(
  session: Session,
  { path, artifact }: { readonly path: string; readonly artifact: ArtifactDescription },
  output: OutputFormat,
): void {
  const { name, signedBy, manifestDigest } = artifact;
  session.present(output, {
    json: () => ({ artifact: path, name, signedBy, manifestDigest }),
    human: (paint) => [`${printable(path)} is ${paint.green("whole")} and ${printable(signatureWords(artifact))}`],
  });
}

/** One line for each value, the label on the first; nothing for no value. */
function labelled(label: string, values: readonly string[]): readonly (readonly [string, string])[] {
  return values.map((value, index) => [index === 0 ? `${label}:` : "", printable(value)]);
}

function fileLines(files: ArtifactDescription["files"]): readonly string[] {
  return table(
    files.map(({ name, sizeBytes, modifiedAt, checksum }) => [name, formatBytes(sizeBytes), modifiedAt, checksum]),
  );
}
