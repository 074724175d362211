import { createGlobalRollback, type DatabaseConfig } from "../../../../src/index.js";

const DATABASE: DatabaseConfig = { type: "postgresql", host: "localhost", user: "myapp", database: "myapp_db" };

export async function migrateDatabase(migrate: () => Promise<void>, rollback = createGlobalRollback()): Promise<void> {
  const backup = await rollback.backupDatabase(DATABASE, "pre_migration_v2.0", "myapp");
  try {
    await migrate();
  } catch (error) {
    const isBack = await rollback.restoreBackup(backup.backupId);
    throw new Error(`the migration failed; the database is ${isBack ? "as before" : "NOT restored"}`, { cause: error });
  }
}
