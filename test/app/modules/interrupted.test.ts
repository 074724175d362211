// An update of modules that is called off, left, or killed: what runs comes back or is finished, what has not begun stays.

import { expect, test } from "vitest";
import type { updateModules } from "../../../src/app/index.js";
import { type ModulesLive, quietly } from "../../../src/app/modules/index.js";
import { requirePrograms } from "../../support/index.js";
import { createHome, type Home, pythonModule } from "./home.js";

const suite = requirePrograms(["git", "python3"]);

function metadata(name: string, version: string, priority = 100) {
  const configuration = { backup_paths: [`DATA/${name}`] };
  return { metadata: { schema_version: version, priority }, configuration };
}

/** `slow` never ends by itself; `later` runs after it. */
function home(): Home {
  const offered = {
    ...pythonModule(
      "slow",
      metadata("slow", "2.0.0", 1),
      'print("hanging", flush=True)',
      "import time",
      "time.sleep(1000)",
    ),
    ...pythonModule("later", metadata("later", "2.0.0", 2), "return True"),
  };
  return createHome(offered, {
    "slow/index.json": JSON.stringify(metadata("slow", "1.0.0")),
    "later/index.json": JSON.stringify(metadata("later", "1.0.0")),
  });
}

/** Calls it off in that way as soon as the slow module says that it hangs. */
function whenItHangs(how: "cancelSignal" | "leaveSignal"): ModulesLive {
  const controller = new AbortController();
  const live = quietly();
  return { ...live, [how]: controller.signal, view: { ...live.view, printed: () => controller.abort() } };
}

function outcomes({ results }: Awaited<ReturnType<typeof updateModules>>) {
  return results.map(({ name, outcome }) => `${name} ${outcome}`);
}

suite("an update of modules that is called off", () => {
  test("rolls back what runs, and begins nothing more", async () => {
    const server = home();
    const update = await server.update({}, whenItHangs("cancelSignal"));
    expect(outcomes(update)).toEqual(["slow cancelled", "later notStarted"]);
    expect(update.exitCode).toBe(130);
    expect([server.version("slow"), server.read("slow"), server.version("later")]).toEqual([
      "1.0.0",
      "as it was",
      "1.0.0",
    ]);
  });

  test("lets a check look at the repository meanwhile", async () => {
    const server = home();
    const controller = new AbortController();
    const live = quietly();
    let checked: ReturnType<Home["check"]> | undefined;
    const printed = (): void => {
      checked ??= server.check().finally(() => controller.abort());
    };
    await server.update({}, { ...live, cancelSignal: controller.signal, view: { ...live.view, printed } });
    expect((await checked)?.modules.map(({ name, state }) => `${name} ${state}`)).toContain("later newer");
  });

  test("is left as it is by SIGTERM, and the next one brings it back first, then tries again", async () => {
    const server = home();
    const left = await server.update({}, whenItHangs("leaveSignal"));
    expect(outcomes(left)).toEqual(["slow unfinished", "later notStarted"]);
    expect(left.exitCode).toBe(130);
    server.publish(pythonModule("slow", metadata("slow", "2.0.1"), "return True"));
    const next = await server.update();
    expect(next.resumed.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(["slow failed"]);
    expect(outcomes(next)).toEqual(["later updated", "slow updated"]);
    expect(next.exitCode).toBe(0);
    expect([server.version("slow"), server.read("slow")]).toEqual(["2.0.1", "slow was here"]);
  });

  test("refuses to begin beside another one", async () => {
    const server = home();
    const lock = await server.context.wire.datastore.lock();
    await expect(server.update()).rejects.toThrow(expect.objectContaining({ code: "DATASTORE_LOCKED", exitCode: 7 }));
    lock.release();
    expect(server.version("later")).toBe("1.0.0");
  });
});
