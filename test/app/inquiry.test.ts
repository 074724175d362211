// Questions asked of many components at once: one that cannot be answered ends them all.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { inquire } from "../../src/app/inquiry.js";
import { createWire } from "../../src/app/wire.js";
import { temporaryFolder } from "../support/index.js";

const nothing = () => undefined;
const log = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };

/** Fails once all the others hang. */
const INTERFACE = `#!/bin/sh
echo $$ > "$OUT/.$4"
mv "$OUT/.$4" "$OUT/$4"
[ "$4" = bad ] || exec sleep 100
while [ "$(ls "$OUT" | wc -l)" -lt 4 ]; do sleep 0.01; done
exit 1
`;

it("the first failure is the answer, and no question is left running", async () => {
  const folder = temporaryFolder();
  const out = join(folder, "out");
  const names = join(folder, "interfaces", "v1");
  for (const path of [out, names]) mkdirSync(path, { recursive: true });
  writeFileSync(join(names, "board"), INTERFACE, { mode: 0o755 });
  const wire = createWire({
    directories: { configuration: folder, data: folder, datastore: folder, topology: folder, backups: folder },
    config: { interfaceTimeoutSeconds: 60 },
    log,
    environment: { PATH: process.env["PATH"], OUT: out },
  });
  const components = ["a", "b", "c", "bad"].map((id) => ({
    ...{ type: "board", id, interfaceName: "board", interfaceArgs: [] },
  }));
  const asked = inquire(wire, { dialect: "2024", components }, (inquiry) =>
    inquiry.all(components, (component) => inquiry.provides(component)),
  );
  await expect(asked).rejects.toMatchObject({
    code: "INTERFACE_QUERY_FAILED",
    message: expect.stringContaining("board.bad"),
  });
  for (const name of readdirSync(out)) {
    const pid = Number(readFileSync(join(out, name), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  }
});
