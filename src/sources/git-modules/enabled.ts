// Switches a module on or off: in the index.json of the installed one, where nothing else changes.

import { join } from "node:path";
import { type Diagnostic, OrchestratorError } from "../../base/index.js";
import { withJsonValue } from "./json-edit.js";
import { readJsonFile } from "./json-file.js";
import { nodeAt } from "./json-values.js";
import { INDEX_FILE } from "./read-modules.js";
import { replaceSharedText } from "./replace-text.js";

/** Whether anything was to be changed. Throws MODULES_INDEX_UNREADABLE, MODULES_UNWRITABLE. */
export function setEnabled(moduleFolder: string, isEnabled: boolean): boolean {
  const path = join(moduleFolder, INDEX_FILE);
  const reading = readJsonFile(path);
  if (reading.kind === "absent") throw unreadable(path);
  if (reading.kind === "unusable") throw refusal(reading.fault);
  const { root, text } = reading.file;
  const present = nodeAt(root, "metadata", "enabled");
  if (present?.kind === "word" ? present.value === isEnabled : present === undefined && isEnabled) return false;
  replaceSharedText(path, withJsonValue(text, ["metadata", "enabled"], isEnabled));
  return true;
}

function unreadable(path: string): OrchestratorError {
  const message = `${path} is not there`;
  return new OrchestratorError({ code: "MODULES_INDEX_UNREADABLE", message, hint: "Name a module that is installed." });
}

function refusal({ code, message, hint, location }: Diagnostic): OrchestratorError {
  return new OrchestratorError({ code, message, ...(hint && { hint }), ...(location && { location }) });
}
