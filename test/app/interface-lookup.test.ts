// Which executable an interface's name stands for.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { createWire, findExecutables } from "../../src/app/wire.js";
import { projectRoot, temporaryFolder } from "../support/index.js";

const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warning: silent, error: silent };

/** Finds the name where the data directory has executables at these paths. */
async function find(interfaceName: string, paths: readonly string[]) {
  const folder = temporaryFolder();
  const data = join(folder, "data");
  for (const path of paths) {
    mkdirSync(dirname(join(data, path)), { recursive: true });
    writeFileSync(join(data, path), "#!/bin/sh\n", { mode: 0o755 });
  }
  const directories = {
    configuration: folder,
    data,
    datastore: join(folder, "store"),
    topology: folder,
    backups: folder,
  };
  const wire = createWire({ directories, config: { interfaceTimeoutSeconds: 1 }, log, environment: {} });
  const path = (await findExecutables(wire, [{ interfaceName }])).get(interfaceName) ?? "";
  return path.replace(`${data}/`, "data/").replace(`${projectRoot}/`, "shipped/");
}

describe("an interface", () => {
  const IN_2026 = "interfaces/v1/directory";
  const IN_2024 = "update-interfaces/v1/directory";

  test.each([
    ["the place of 2026 first", [IN_2026, IN_2024], `data/${IN_2026}`],
    ["then the place of 2024", [IN_2024], `data/${IN_2024}`],
    ["then what is shipped", [], "shipped/update-interfaces/v1/directory"],
  ])("is looked for in %s", async (_, paths, expected) => {
    expect(await find("directory", paths)).toBe(expected);
  });

  test.each(["single-file", "directory", "rootfs-image"])("%s needs no installation", async (name) => {
    expect(await find(name, [])).toBe(`shipped/update-interfaces/v1/${name}`);
  });

  test("that is the mock is not found by its name: it must not stand in for a real one", async () => {
    await expect(find("rtos", [])).rejects.toMatchObject({ code: "INTERFACE_NOT_FOUND" });
    expect(await find("rtos", ["interfaces/v1/rtos"])).toBe("data/interfaces/v1/rtos");
  });
});
