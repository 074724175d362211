// Ids become names of folders. An interface that answers one that is not safe is refused by name, before anything is touched.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../support/index.js";
import { createSystem, type System } from "./system.js";

const MANIFEST = `api_version: mender/v1
kind: manifest
name: system-v1
system_types_compatible: [core]
component_types:
  rtos:
    artifact_path: rtos.mender
`;

const TOPOLOGY = `api_version: mender/v1
kind: topology
system_type: core
components:
  - component_type: rtos
    interface: liar
`;

/** A system of one component, whose interface notes every call and answers Identity with what the script prints. */
function systemWith(identity: string): System {
  const system = createSystem(join(projectRoot, "test", "app", "instances"), ["rtos"]);
  const interfaces = join(system.folder, "data", "interfaces", "v1");
  mkdirSync(interfaces, { recursive: true });
  const script = `#!/bin/sh\necho "$1" >> "${join(system.folder, "calls")}"\n[ "$1" != Identity ] || ${identity}\n`;
  writeFileSync(join(interfaces, "liar"), script, { mode: 0o755 });
  writeFileSync(join(system.folder, "manifest.yaml"), MANIFEST);
  writeFileSync(join(system.folder, "store", "topology.yaml"), TOPOLOGY);
  return system;
}

async function withArtifact(system: System): Promise<System> {
  writeFileSync(join(system.folder, "payload"), "image\n");
  const made = await system.run(
    ...["artifact", "write", "--type", "rtos", "--compatible-type", "rtos", "--name", "rtos-v1"],
    ...["--file", join(system.folder, "payload"), "-o", join(system.folder, "rtos.mender")],
  );
  expect(made).toMatchObject({ exitCode: 0 });
  return system;
}

function filesOf({ folder }: System): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

test.each([
  { name: "a path that leads out", identity: "echo id=../x", reason: 'the id "../x" contains a slash' },
  { name: "the parent folder", identity: "echo id=..", reason: 'the id ".." is not a name' },
  { name: "nothing", identity: "echo id=", reason: 'the id "" is empty' },
  { name: "a path", identity: "echo id=a/b", reason: 'the id "a/b" contains a slash' },
  { name: "300 bytes", identity: `echo id=${"x".repeat(300)}`, reason: "is longer than 100 bytes" },
])("an interface that answers Identity with $name is refused by name", async ({ identity, reason }) => {
  const system = await withArtifact(systemWith(identity));
  const before = filesOf(system);
  const { exitCode, stderr } = await system.run("install", join(system.folder, "manifest.yaml"));
  expect(stderr).toContain("INTERFACE_QUERY_FAILED");
  expect(stderr).toContain('"liar" could not answer Identity for rtos');
  expect(stderr).toContain(reason);
  expect(exitCode).toBe(1);
  expect(readFileSync(join(system.folder, "calls"), "utf8")).toBe("Identity\n");
  const added = filesOf(system).filter((path) => !before.includes(path));
  expect(added).toEqual(["calls", "store/lock"]);
});
