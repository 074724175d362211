// `KeepArtifacts` of the configuration: whether artifacts of what is installed, and of what was before it, stay for a way back.

import { type ConfigReader, textIn } from "../config-reader.js";

/** `links`: only where that needs no copy. */
export type KeepArtifacts = (typeof KEEP_ARTIFACTS)[number];

const KEEP_ARTIFACTS = ["links", "copies", "never"] as const;
export const DEFAULT_KEEP_ARTIFACTS: KeepArtifacts = "links";
export const KEYS_OF_KEEPING = ["KeepArtifacts"];

export function keepSetting(reader: ConfigReader): KeepArtifacts | undefined {
  const text = textIn(reader, reader.values["KeepArtifacts"], "KeepArtifacts");
  const known = KEEP_ARTIFACTS.find((each) => each === text);
  if (text === undefined || known !== undefined) return known;
  return reader.refuse(
    `KeepArtifacts is ${JSON.stringify(text.slice(0, 100))}`,
    `Write one of ${KEEP_ARTIFACTS.join(", ")}.`,
  );
}
