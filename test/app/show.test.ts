// What the components say of themselves, where not all of them can: the others are heard.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createContext } from "../../src/app/create-context.js";
import { showInventory, showProvides } from "../../src/app/show.js";
import { temporaryFolder } from "../support/index.js";

const nothing = () => undefined;
const log = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };

/** Says that its id is its argument; `mute` does not even do that, `broken` nothing else. */
const BOARD = `#!/bin/sh
query=$1
id=$4
[ "$query" = Identity ] && { for id in "$@"; do :; done; [ "$id" = mute ] && exit 1; echo "id=$id"; exit 0; }
[ "$id" = broken ] && exit 1
echo version=1
`;

const TOPOLOGY = `api_version: mender/v1
kind: topology
system_type: s
components:
  - {component_type: board, interface: board, interface_args: [good]}
  - {component_type: board, interface: board, interface_args: [mute]}
  - {component_type: board, interface: board, interface_args: [broken]}
  - {component_type: radio, interface: radio}
`;

it.each([
  ["provides", showProvides],
  ["inventory", showInventory],
])("%s of those that answer, and why the others do not", async (_, show) => {
  const folder = temporaryFolder();
  const names = join(folder, "interfaces", "v1");
  mkdirSync(names, { recursive: true });
  writeFileSync(join(names, "board"), BOARD, { mode: 0o755 });
  writeFileSync(join(folder, "topology.yaml"), TOPOLOGY);
  const environment = {
    PATH: process.env["PATH"],
    ...{ MENDER_ORCHESTRATOR_CONF_DIR: folder, MENDER_ORCHESTRATOR_DATA_DIR: folder },
    MENDER_ORCHESTRATOR_DATASTORE_DIR: folder,
  };
  const context = createContext({ programName: "orchestrator", programVersion: "0", environment, options: {}, log });
  const { components, errors } = await show(context);
  expect(components.map(({ component, values }) => [component.id, values])).toEqual([["good", [["version", "1"]]]]);
  expect(errors.map(({ code }) => code)).toEqual([
    "INTERFACE_NOT_FOUND",
    "INTERFACE_QUERY_FAILED",
    "INTERFACE_QUERY_FAILED",
  ]);
});
