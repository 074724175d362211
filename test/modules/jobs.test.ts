// Several modules at once: those that have nothing to do with one another really are, and those that name the same never are. The
// modules themselves tell: one fails where it meets what it must not meet, or waits for what never comes.

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePrograms } from "../support/index.js";
import { createMachine, type Machine } from "./machine.js";
import { type OwnModule, writeModule } from "./own-modules.js";
import { resultsOf } from "./results.js";

/** Who comes while another is inside fails; each stays for a while. */
function alone(name: string, lock: string, config: OwnModule["config"]): OwnModule {
  const main = [
    `os.mkdir(${JSON.stringify(lock)})`,
    "time.sleep(0.3)",
    `os.rmdir(${JSON.stringify(lock)})`,
    "return True",
  ];
  return { name, version: "1.0.0", config: config ?? {}, main };
}

/** Ends when the other has come, or in a failure. */
function meeting(name: string, other: string, folder: string): OwnModule {
  const [mine, theirs] = [name, other].map((each) => JSON.stringify(join(folder, each)));
  const main = [
    `open(${mine}, "w").close()`,
    "for _ in range(600):",
    `    if os.path.exists(${theirs}): return True`,
    "    time.sleep(0.05)",
    "return False",
  ];
  return { name, version: "1.0.0", main };
}

async function machineWith(modules: (machine: Machine) => readonly OwnModule[]): Promise<Machine> {
  const machine = await createMachine(["os"]);
  for (const module of modules(machine)) writeModule(machine, module);
  await machine.repository.publish("Modules of the test");
  return machine;
}

const suite = requirePrograms(["git", "python3"]);

suite("modules update --jobs", () => {
  test("those that name the same path or service run one after the other, others beside them", async () => {
    const machine = await machineWith(({ root }) => {
      mkdirSync(join(root, "shared", "inner"), { recursive: true });
      symlinkSync("shared", join(root, "link"));
      const path = (...parts: readonly string[]) => [join(root, ...parts)];
      return [
        alone("path", join(root, "lock"), { backup_paths: path("shared") }),
        alone("nested", join(root, "lock"), { backup: { include_paths: path("shared", "inner") } }),
        alone("linked", join(root, "lock"), { backup_paths: path("link", "inner", "file") }),
        alone("service-one", join(root, "lock-of-service"), { service_name: "some" }),
        alone("service-two", join(root, "lock-of-service"), { service: { systemd_service: "some.service" } }),
        meeting("meeting-one", "meeting-two", root),
        meeting("meeting-two", "meeting-one", root),
      ];
    });
    const run = await machine.run("modules", "update", "--jobs", "4", "--output", "json");
    expect(run.exitCode, run.stderr).toBe(0);
    expect(resultsOf(run).results.map(({ outcome }) => outcome)).toEqual(Array(7).fill("updated"));
  });

  test("a lower priority has ended before a higher one begins, whatever is free", async () => {
    const machine = await machineWith(({ root }) => {
      const file = JSON.stringify(join(root, "ended"));
      const early = (name: string) => ["time.sleep(0.3)", `open(${file} + "-${name}", "w").close()`, "return True"];
      const late = [`return os.path.exists(${file} + "-zeta") and os.path.exists(${file} + "-eta")`];
      return [
        { name: "zeta", version: "1.0.0", metadata: { priority: -1.5 }, main: early("zeta") },
        { name: "eta", version: "1.0.0", metadata: { priority: -1.5 }, main: early("eta") },
        { name: "alpha", version: "1.0.0", metadata: { priority: 0 }, main: late },
      ];
    });
    const run = await machine.run("modules", "update", "--jobs", "4", "--output", "json");
    expect(run.exitCode, run.stderr).toBe(0);
    expect(resultsOf(run).results.map(({ name }) => name)).toEqual(["eta", "zeta", "alpha"]);
  });
});
