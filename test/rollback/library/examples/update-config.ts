import { writeFile } from "node:fs/promises";
import { createGlobalRollback } from "../../../../src/index.js";

type Content = string | AsyncIterable<string>;

export async function updateConfig(path: string, content: Content, rollback = createGlobalRollback()): Promise<void> {
  const backup = await rollback.backupFile(path, "config_update", "myservice");
  try {
    await writeFile(path, content);
  } catch (error) {
    await rollback.restoreBackup(backup.backupId);
    throw error;
  }
}
