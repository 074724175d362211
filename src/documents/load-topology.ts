// The topology of a 2026 system, whole or in two files.

import type { Diagnostic } from "../base/index.js";
import type { TopologyComponent } from "./document-types.js";
import { expectRole } from "./expect-role.js";
import { fault } from "./fault.js";
import { finish, type LoadedTopology, type Refused, textOf } from "./loaded.js";
import type { OpenDocument } from "./open-document.js";
import { hasComponents } from "./outline.js";
import { componentsMissing, componentsTwice } from "./rules/index.js";
import { topologyOf2026 } from "./to-model.js";
import { quote } from "./wording.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

export interface TopologyPaths {
  readonly topologyPath: string;
  /** A second file that holds the list of components. */
  readonly topologyComponentsPath?: string;
}

/** The documents of a topology, also when they have faults: a manifest is compared with them all the same. */
export interface OpenTopology {
  readonly document: YamlDocument;
  /** The document that lists the components; undefined when none can be told. */
  readonly listing: YamlDocument | undefined;
  readonly loaded: LoadedTopology;
}

/** What a topology for the manifest could be, for the hint when there is none. */
export interface TopologyExample {
  readonly systemType: string;
  readonly componentType: string;
}

/** Never rejects: a missing or faulty file is a diagnostic. */
export async function loadTopology(paths: TopologyPaths): Promise<LoadedTopology> {
  const opening = await openTopology(paths);
  return opening.ok ? opening.topology.loaded : opening;
}

export async function openTopology(
  paths: TopologyPaths,
  example?: TopologyExample,
): Promise<{ readonly ok: true; readonly topology: OpenTopology } | Refused> {
  const opening = await expectRole(paths.topologyPath, ["topology"], { wanted: "a topology", asWhole: true });
  if (opening.ok) return { ok: true, topology: await withComponents(opening.opened, paths.topologyComponentsPath) };
  const isMissing = opening.missing;
  return { ok: false, diagnostics: isMissing ? [notFound(paths.topologyPath, example)] : opening.diagnostics };
}

async function withComponents(first: OpenDocument<"topology">, secondPath: string | undefined): Promise<OpenTopology> {
  if (secondPath === undefined) return ofOneFile(first);
  const { document } = first;
  const second = await expectRole(secondPath, ["topologyComponents"], {
    wanted: "a topology that holds only components",
    asWhole: false,
  });
  if (!second.ok) {
    const diagnostics = [...first.diagnostics, ...second.diagnostics];
    return { document, listing: undefined, loaded: { ok: false, diagnostics } };
  }
  return ofTwoFiles(first, second.opened);
}

function ofOneFile(first: OpenDocument<"topology">): OpenTopology {
  const { document } = first;
  if (!hasComponents(document)) {
    const missing = componentsMissing(document, "--topology-components FILE");
    return { document, listing: undefined, loaded: { ok: false, diagnostics: [...first.diagnostics, missing] } };
  }
  const components = first.file?.components;
  return { document, listing: document, loaded: load(first, { components, listing: undefined }, first.diagnostics) };
}

function ofTwoFiles(first: OpenDocument<"topology">, second: OpenDocument<"topologyComponents">): OpenTopology {
  const { document } = first;
  const diagnostics = [...first.diagnostics, ...second.diagnostics];
  if (hasComponents(document)) diagnostics.push(componentsTwice(document, second.document));
  const listing = second.document;
  return { document, listing, loaded: load(first, { components: second.file?.components, listing }, diagnostics) };
}

function load(
  { document, file }: OpenDocument<"topology">,
  second: { readonly components: readonly TopologyComponent[] | undefined; readonly listing: YamlDocument | undefined },
  diagnostics: readonly Diagnostic[],
): LoadedTopology {
  const { components, listing } = second;
  return finish(diagnostics, () => {
    if (file === undefined || components === undefined) return undefined;
    const texts = [
      textOf("topology", document),
      ...(listing === undefined ? [] : [textOf("topologyComponents", listing)]),
    ];
    return { topology: topologyOf2026(file.system_type, components), texts };
  });
}

/** Without a manifest, which has the example, the system may be one of 2024. */
function notFound(path: string, example: TopologyExample | undefined): Diagnostic {
  const { systemType, componentType } = example ?? { systemType: "my-system", componentType: "gateway" };
  const otherwise = "A system of 2024 has none: its components come with --manifest-components FILE. Otherwise write";
  return fault({
    code: "TOPOLOGY_NOT_FOUND",
    message: `There is no topology at this place${example === undefined ? "" : ", and a manifest of this kind needs one"}`,
    hint: `${example === undefined ? otherwise : "Write"} ${path}:\n${exampleText(systemType, componentType)}`,
    location: { file: path },
  });
}

function exampleText(systemType: string, componentType: string): string {
  return [
    "api_version: mender/v1",
    "kind: topology",
    `system_type: ${quote(systemType)}`,
    "components:",
    `  - component_type: ${quote(componentType)}`,
  ].join("\n");
}
