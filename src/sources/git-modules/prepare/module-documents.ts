// The manifest and the topology of a module's system, as texts. JSON is YAML, and leaves no doubt of what is a text.

import type { DeclaredPoint } from "../../../model/index.js";

export const MODULE_INTERFACE = "directory-module";

export interface DocumentFacts {
  readonly name: string;
  readonly version: string;
  /** The file of the artifact, beside the manifest. */
  readonly artifact: string;
  readonly interfaceArgs: readonly string[];
  readonly point: DeclaredPoint;
}

export function manifestText({ name, version, artifact, point }: DocumentFacts): string {
  const target = { artifact_path: artifact, version, rollback_point: pointEntry(point) };
  return text({
    ...{ api_version: "mender/v1", kind: "manifest", name: `${name}-${version}` },
    system_types_compatible: [systemType(name)],
    component_types: { [name]: target },
  });
}

export function topologyText({ name, interfaceArgs }: DocumentFacts): string {
  return text({
    ...{ api_version: "mender/v1", kind: "topology", system_type: systemType(name) },
    components: [{ component_type: name, interface: MODULE_INTERFACE, interface_args: interfaceArgs }],
  });
}

/** Empty lists are none in a document. The module's own folder is always among the files. */
function pointEntry(point: DeclaredPoint): object {
  return Object.fromEntries(Object.entries(point).filter(([, list]) => list.length > 0));
}

function systemType(name: string): string {
  return `module.${name}`;
}

function text(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
