// The mock behind the public demo's own topology, whose gateway has no argument that names an instance.

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSystem } from "../app/system.js";
import { requireSharedData } from "../support/index.js";

requireSharedData("mender-demo-2026")("the topology of the demo of 2026", (data) => {
  function demo() {
    const system = createSystem(join(data, "mock-instances"), ["gateway", "rootfs-image", "rtos-interface"]);
    copyFileSync(join(data, "topology.yaml"), join(system.folder, "store", "topology.yaml"));
    return system;
  }

  test("is one of three components, each with what it provides", async () => {
    const { exitCode, stdout } = await demo().run("show-provides");
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split("\n")).toEqual([
      "gateway.gateway.rootfs-image.rootfs-image.version=mock-env-gateway",
      "rtos.R123.rootfs-image.rtos-interface.version=mock-env-rtos",
      "rtos.R456.rootfs-image.rtos-interface.version=mock-env-rtos",
    ]);
  });

  test("can be asked for its inventory", async () => {
    expect(await demo().run("show-inventory")).toMatchObject({ exitCode: 0, stdout: "" });
  });
});
