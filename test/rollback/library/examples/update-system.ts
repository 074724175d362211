import { createGlobalRollback, type DatabaseConfig } from "../../../../src/index.js";

interface Phase {
  readonly name: string;
  run(): Promise<void>;
}

interface Parts {
  readonly files: string[];
  readonly services: string[];
  readonly databases: DatabaseConfig[];
}

export async function updateSystem(parts: Parts, phases: Phase[], rollback = createGlobalRollback()): Promise<boolean> {
  const point = await rollback.createRollbackPoint({
    moduleName: "complex_system",
    description: "major_update_v3.0",
    ...parts,
  });
  for (const { name, run } of phases) {
    try {
      await run();
    } catch (error) {
      console.error(`${name} failed, rolling back: ${error}`);
      if (!(await rollback.restoreRollbackPoint(point)))
        throw new Error("the rollback failed: see the log", { cause: error });
      return false;
    }
  }
  await rollback.cleanupOldBackups({ maxAgeDays: 30, keepMinimum: 5 });
  return true;
}
