// Every code the program can report, by the stage that reports it. A test holds this and docs/errors.md together.

import type { ExitCode } from "../exit-codes.js";
import { ARTIFACT_ERRORS } from "./artifacts.js";
import { BACKUP_ERRORS } from "./backups.js";
import { BUNDLE_ERRORS } from "./bundles.js";
import { COMMAND_ERRORS } from "./commands.js";
import { DATASTORE_ERRORS } from "./datastore.js";
import { DOCUMENT_ERRORS } from "./documents.js";
import { DOWNLOAD_ERRORS } from "./downloads.js";
import type { CatalogueEntry } from "./entry.js";
import { INTERFACE_ERRORS } from "./interfaces.js";
import { KEY_ERRORS } from "./keys.js";
import { MODULES_ERRORS } from "./modules.js";
import { PLAN_ERRORS } from "./plan.js";
import { PREPARE_ERRORS } from "./prepare.js";
import { TRUST_ERRORS } from "./trust.js";

export type { CatalogueEntry } from "./entry.js";

export const CATALOGUE = {
  ...DOCUMENT_ERRORS,
  ...ARTIFACT_ERRORS,
  ...KEY_ERRORS,
  ...BUNDLE_ERRORS,
  ...DOWNLOAD_ERRORS,
  ...INTERFACE_ERRORS,
  ...PLAN_ERRORS,
  ...PREPARE_ERRORS,
  ...TRUST_ERRORS,
  ...DATASTORE_ERRORS,
  ...BACKUP_ERRORS,
  ...MODULES_ERRORS,
  ...COMMAND_ERRORS,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type ErrorCode = keyof typeof CATALOGUE;

export function exitCodeOf(code: ErrorCode): ExitCode {
  return CATALOGUE[code].exitCode;
}
