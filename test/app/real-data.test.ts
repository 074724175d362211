// The public demo systems of both dialects: their own manifests, topologies, artifacts and mock components.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { requireSharedData } from "../support/index.js";
import { createSystem, type System } from "./system.js";

requireSharedData("mender-demo-2024")("the demo of 2024", (data) => {
  const system = (): System => createSystem(join(data, "mock_instances"), ["gateway", "rtos"]);
  const manifest = (version: string): string => join(data, version, "manifest.yaml");
  const versions = (of: System) => ["G13", "R456", "R998"].map((id) => of.version(id));
  const V1 = ["gateway-v1", "rtos-v1", "rtos-v1"];

  it("installs v1, does nothing the second time, comes back from a failing v2, and installs it", async () => {
    const demo = system();
    expect(await demo.run("install", manifest("system-core-v1"))).toMatchObject({ exitCode: 0 });
    expect(versions(demo)).toEqual(V1);

    const again = await demo.run("install", manifest("system-core-v1"));
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain("already installed");
    expect((await demo.run("history", "--output", "json")).stdout.match(/"deployment":/g)).toHaveLength(1);

    writeFileSync(demo.instance("R456", "ArtifactCommit.FAIL"), "");
    expect(await demo.run("install", manifest("system-core-v2"))).toMatchObject({ exitCode: 1 });
    expect(versions(demo)).toEqual(V1);

    rmSync(demo.instance("R456", "ArtifactCommit.FAIL"));
    expect(await demo.run("install", manifest("system-core-v2"))).toMatchObject({ exitCode: 0 });
    expect(versions(demo)).toEqual(["gateway-v2", "rtos-v2", "rtos-v2"]);
  });

  it("takes the components from a second file", async () => {
    const demo = system();
    const components = join(demo.folder, "components.yaml");
    writeFileSync(
      components,
      "api_version: mender/v1\nkind: update_manifest\ncomponents:\n  - component_type: gateway\n    id: G13\n",
    );
    const top = manifest("system-core-v1-top-only");
    expect(await demo.run("install", top)).toMatchObject({ exitCode: 5 });
    expect(await demo.run("--manifest-components", components, "install", top)).toMatchObject({ exitCode: 0 });
    expect(versions(demo)).toEqual(["gateway-v1", undefined, undefined]);
  });

  it("updates a board that was swapped, and only that", async () => {
    const demo = system();
    await demo.run("install", manifest("system-core-v1"));
    writeFileSync(demo.instance("R998", "Provides"), "device_type=rtos\nversion=rtos-v0\n");
    const { exitCode, stdout } = await demo.run("install", "--output", "json", manifest("system-core-v1"));
    expect(exitCode).toBe(0);
    expect(versions(demo)).toEqual(V1);
    const { components } = JSON.parse(stdout) as { components: { component: string }[] };
    expect(components.map(({ component }) => component)).toEqual(["rtos.R998"]);
    expect((await demo.run("show-provides")).stdout).toContain("rtos.R998.version=rtos-v1");
  });

  it("refuses an artifact that is missing, before anything is touched", async () => {
    const demo = system();
    const { exitCode, stderr } = await demo.run("install", manifest("system-core-v3"));
    expect(exitCode).toBe(5);
    expect(stderr).toContain("gateway");
    expect(versions(demo)).toEqual([undefined, undefined, undefined]);
    expect((await demo.run("resume")).exitCode).toBe(2);
  });
});

requireSharedData("mender-demo-2026")("the demo of 2026", (data) => {
  const MANIFEST = (version: number, gateway: string): string => `api_version: mender/v1
kind: manifest
name: system-core-v${version}
system_types_compatible: [system-core]
component_types:
  gateway:
    artifact_path: ${gateway}.mender
    update_strategy: { order: 10 }
  rtos:
    artifact_path: ${join(data, `rtos-v${version}.mender`)}
    update_strategy: { order: 20 }
`;
  const TOPOLOGY = `api_version: mender/v1
kind: topology
system_type: system-core
components:
  - component_type: gateway
    interface_args: ["0"]
  - component_type: rtos
    interface: rtos-interface
    interface_args: ["1"]
  - component_type: rtos
    interface: rtos-interface
    interface_args: ["2"]
`;

  async function demoSystem(): Promise<System> {
    const system = createSystem(join(data, "mock-instances"), ["gateway", "rtos", "rtos-interface"]);
    writeFileSync(join(system.folder, "store", "topology.yaml"), TOPOLOGY);
    mkdirSync(join(system.folder, "manifests"));
    writeFileSync(join(system.folder, "payload"), "gateway image\n");
    for (const version of [1, 2]) {
      const name = `gateway-v${version}`;
      writeFileSync(join(system.folder, "manifests", `v${version}.yaml`), MANIFEST(version, name));
      const made = await system.run(
        ...["artifact", "write", "--type", "gateway", "--compatible-type", "gateway", "--name", name],
        ...["--file", join(system.folder, "payload"), "-o", join(system.folder, "manifests", `${name}.mender`)],
      );
      expect(made).toMatchObject({ exitCode: 0 });
    }
    return system;
  }
  const manifest = (system: System, version: number): string => join(system.folder, "manifests", `v${version}.yaml`);
  const versions = (of: System) => ["0", "1", "2"].map((instance) => of.version(instance));

  it("installs v1, does nothing the second time, comes back from a failing v2, and installs it", async () => {
    const demo = await demoSystem();
    expect(await demo.run("install", manifest(demo, 1))).toMatchObject({ exitCode: 0 });
    expect(versions(demo)).toEqual(["gateway-v1", "rtos-v1", "rtos-v1"]);
    const again = await demo.run("install", manifest(demo, 1));
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain("already installed");

    writeFileSync(demo.instance("1", "ArtifactCommit.FAIL"), "");
    expect(await demo.run("install", manifest(demo, 2))).toMatchObject({ exitCode: 1 });
    expect(versions(demo)).toEqual(["gateway-v1", "rtos-v1", "rtos-v1"]);
    rmSync(demo.instance("1", "ArtifactCommit.FAIL"));
    expect(await demo.run("install", manifest(demo, 2))).toMatchObject({ exitCode: 0 });
    expect(versions(demo)).toEqual(["gateway-v2", "rtos-v2", "rtos-v2"]);
  });

  it("names the components as their interfaces do", async () => {
    const demo = await demoSystem();
    const { exitCode, stdout } = await demo.run("show-provides");
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "gateway.gateway.rootfs-image.gateway.version=mock-env-gateway",
      "rtos.R123.rootfs-image.rtos-interface.version=mock-env-rtos",
      "rtos.R456.rootfs-image.rtos-interface.version=mock-env-rtos",
    ]);
  });

  it("cannot fetch what its own manifests name, and says so", async () => {
    const demo = await demoSystem();
    copyFileSync(join(data, "manifest-v1.yaml"), join(demo.folder, "manifests", "by-name.yaml"));
    const { exitCode, stderr } = await demo.run("install", join(demo.folder, "manifests", "by-name.yaml"));
    expect(exitCode).toBe(5);
    expect(stderr).toContain("ARTIFACT_NOT_FOUND");
  });
});
