import { createGlobalRollback } from "../../../../src/index.js";

interface Steps {
  stop(): Promise<void>;
  replaceFiles(): Promise<void>;
  start(): Promise<void>;
  isHealthy(): Promise<boolean>;
}

/** True if the new version runs, false if the old one is back. */
export async function updateService(
  files: string[],
  steps: Steps,
  rollback = createGlobalRollback(),
): Promise<boolean> {
  const point = await rollback.createRollbackPoint({
    moduleName: "myservice",
    description: "service_update",
    files,
    services: ["myservice"],
  });
  try {
    await steps.stop();
    await steps.replaceFiles();
    await steps.start();
    if (!(await steps.isHealthy())) throw new Error("the service is not healthy");
    return true;
  } catch (error) {
    console.error(`the update failed and is rolled back: ${error}`);
    if (!(await rollback.restoreRollbackPoint(point)))
      throw new Error("the rollback failed: see the log", { cause: error });
    return false;
  }
}
