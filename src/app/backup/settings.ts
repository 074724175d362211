// The key of the configuration that is about rollback points: how long they stay, and whether they are encrypted.

import { DEFAULT_RETENTION, type Retention } from "../../model/index.js";
import { type ConfigReader, objectIn, textIn } from "../config-reader.js";

export const KEYS_OF_ROLLBACK_POINTS = ["RollbackPoints"];

export interface RollbackPointSettings {
  readonly retention: Retention;
  /** Of age; empty where nothing is encrypted. */
  readonly recipients: readonly string[];
  /** Absolute. */
  readonly identityPath?: string;
}

/** Undefined where nothing is configured. */
export function rollbackPointSettings(reader: ConfigReader): RollbackPointSettings | undefined {
  const settings = objectIn(reader, "RollbackPoints", ["Recipients", "IdentityFile", "MaxAgeDays", "KeepMinimum"]);
  if (settings === undefined) return undefined;
  const { Recipients: recipients = [], IdentityFile: identity } = settings;
  const identityFile = textIn(reader, identity, "RollbackPoints.IdentityFile");
  const number = (key: keyof Retention, name: string) =>
    countIn(reader, settings[name], name) ?? DEFAULT_RETENTION[key];
  return {
    retention: { maxAgeDays: number("maxAgeDays", "MaxAgeDays"), keepMinimum: number("keepMinimum", "KeepMinimum") },
    recipients: recipientsIn(reader, recipients),
    ...(identityFile === undefined ? {} : { identityPath: reader.absolute(identityFile) }),
  };
}

function recipientsIn(reader: ConfigReader, recipients: unknown): readonly string[] {
  if (Array.isArray(recipients) && recipients.every((each) => typeof each === "string")) return recipients;
  return reader.refuse(
    "RollbackPoints.Recipients is not a list of words",
    'Write ["age1…"], as `age-keygen` prints it.',
  );
}

function countIn(reader: ConfigReader, value: unknown, key: string): number | undefined {
  if (value === undefined || (typeof value === "number" && Number.isFinite(value) && value >= 0)) return value;
  return reader.refuse(`RollbackPoints.${key} is not a number`, "Write 0 or more, without quotes.");
}
