// Documents of a test, written to a folder of its own, and what comes out of them in short.

import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Diagnostic } from "../../src/base/index.js";
import { temporaryFolder } from "../support/index.js";

/** Writes files into a new folder; the answer has their paths by the same names. */
export function givenFiles<Name extends string>(
  files: Readonly<Record<Name, string | Uint8Array>>,
): Record<Name, string> {
  const folder = temporaryFolder();
  const paths: Partial<Record<string, string>> = {};
  for (const [name, content] of Object.entries<string | Uint8Array>(files)) {
    const path = join(folder, name);
    writeFileSync(path, content);
    paths[name] = path;
  }
  return paths as Record<Name, string>;
}

/** `file:line:column severity CODE` of each. */
export function brief(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, severity, location }) => {
    const place = [basename(location?.file ?? ""), location?.line, location?.column].filter(
      (part) => part !== undefined,
    );
    return `${place.join(":")} ${severity} ${code}`;
  });
}

export const MANIFEST_2024 = `api_version: mender/v1
kind: update_manifest
version: "system-v1"
component_types:
  gateway:
    artifact_path: gateway.mender
    update_interface: rootfs-image
    update_strategy:
      order: 10
  rtos:
    artifact_path: artifacts/rtos.mender
    artifact_name: rtos-v1
`;

export const COMPONENTS_2024 = `components:
  - component_type: gateway
    id: "G13"
    args:
      - arg1
      - "2"
  - component_type: rtos
    id: "R456"
`;

export const COMPONENTS_FILE_2024 = `api_version: mender/v1\nkind: update_manifest\n${COMPONENTS_2024}`;

export const MANIFEST_2026 = `api_version: mender/v1
kind: manifest
name: system-v1
system_types_compatible: [core, core-plus]
component_types:
  gateway:
    artifact_name: gateway-v1
    update_strategy:
      order: 10
  rtos:
    artifact_path: rtos.mender
`;

export const TOPOLOGY_HEAD = "api_version: mender/v1\nkind: topology\n";

export const COMPONENTS_2026 = `components:
  - component_type: gateway
    interface: rootfs-image
  - component_type: rtos
    interface_args: ["1", "two words"]
`;

export const TOPOLOGY_2026 = `${TOPOLOGY_HEAD}system_type: core\n${COMPONENTS_2026}`;
