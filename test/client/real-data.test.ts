// The public demo of 2026: its own artifacts, delivered by Debian's Mender client.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSystem } from "../app/system.js";
import { requirePrograms, requireSharedData, temporaryFolder } from "../support/index.js";
import { createDevice } from "./device.js";

const TOPOLOGY = `
api_version: mender/v1
kind: topology
system_type: system-core
components:
  - { component_type: rtos, interface: rtos-interface, interface_args: ["1"] }
  - { component_type: rtos, interface: rtos-interface, interface_args: ["2"] }
`;

requirePrograms(["mender", "unshare"], { package: ["mender-client", "util-linux"], root: true })("the client", () => {
  requireSharedData("mender-demo-2026")("with the demo of 2026", (data) => {
    function demo() {
      const system = createSystem(join(data, "mock-instances"), ["rtos-interface"]);
      writeFileSync(join(system.folder, "store", "topology.yaml"), TOPOLOGY);
      const device = createDevice(system.environment);
      writeFileSync(join(device.root, "data", "device_type"), "device_type=gateway\n");
      return { device, versions: () => [system.version("1"), system.version("2")] };
    }

    test("takes its manifest artifact; what no server has is a failed update that has touched nothing", async () => {
      const { device, versions } = demo();
      expect(await device.mender("install", join(data, "manifest-v1.mender"))).toMatchObject({ exitCode: 1 });
      expect(versions()).toEqual(["mock-env-rtos", "mock-env-rtos"]);
      expect((await device.orchestrator("history")).stdout).not.toContain("system-core-v1");
    });

    test("brings its rtos artifact to both boards", async () => {
      const { device, versions } = demo();
      const path = join(temporaryFolder(), "manifest.yaml");
      const types = `component_types: { rtos: { artifact_path: ${join(data, "rtos-v1.mender")} } }`;
      const head = "api_version: mender/v1\nkind: manifest\nname: rtos-only\nsystem_types_compatible: [system-core]\n";
      writeFileSync(path, `${head}${types}\n`);
      const artifact = await device.deliverable(path, "gateway");
      expect(await device.mender("install", artifact)).toMatchObject({ exitCode: 0 });
      expect(await device.mender("commit")).toMatchObject({ exitCode: 0 });
      expect(versions()).toEqual(["rtos-v1", "rtos-v1"]);
    });
  });
});
