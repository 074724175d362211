// What may be left when an installation has failed, and the artifact that should have been installed beside the attack.

import { entry, forge } from "../../artifacts/forge.js";

export const BOARD = forge({
  headerInfo: JSON.stringify({
    payloads: [{ type: "board" }],
    artifact_provides: { artifact_name: "board-v1" },
    artifact_depends: { device_type: ["board"] },
  }),
  typeInfo: JSON.stringify({ type: "board", artifact_provides: { version: "v1" } }),
  files: [entry("firmware.bin", "firmware")],
});

/** What tells of a deployment is meant to stay; the folders that it worked in are not. */
export function withoutRecords(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isRecord = (name: string) => /deployments\/\d+\/(journal|manifest\.yaml|plan\.json|topology\.yaml)$/.test(name);
  return Object.fromEntries(Object.entries(files).filter(([name]) => !isRecord(name)));
}
