// What loading gives: the model and the texts it was made of, or every fault that stands in the way.

import { type Diagnostic, hasErrors } from "../base/index.js";
import type { Manifest, Topology } from "../model/index.js";
import { inOrder } from "./fault-limit.js";
import type { YamlDocument } from "./yaml/yaml-document.js";

export type TextRole = "manifest" | "manifestComponents" | "topology" | "topologyComponents" | "constraints";

/** A document as it was read, to be kept with the deployment. */
export interface LoadedText {
  readonly role: TextRole;
  readonly path: string;
  readonly text: string;
  /** The same, byte for byte as in the file. */
  readonly bytes: Uint8Array;
}

export interface Refused {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

export type LoadedManifest =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      readonly topology: Topology;
      readonly warnings: readonly Diagnostic[];
      readonly texts: readonly LoadedText[];
    }
  | Refused;

export type LoadedTopology =
  | {
      readonly ok: true;
      readonly topology: Topology;
      readonly warnings: readonly Diagnostic[];
      readonly texts: readonly LoadedText[];
    }
  | Refused;

export function textOf(role: TextRole, { source }: YamlDocument): LoadedText {
  return { role, path: source.file, text: source.text, bytes: source.bytes };
}

/** The model, unless there are errors; it is only made when the documents are sound. */
export function finish<Model extends object>(
  diagnostics: readonly Diagnostic[],
  make: () => Model | undefined,
): (Model & { readonly ok: true; readonly warnings: readonly Diagnostic[] }) | Refused {
  const model = hasErrors(diagnostics) ? undefined : make();
  const sorted = inOrder(diagnostics);
  return model === undefined ? { ok: false, diagnostics: sorted } : { ...model, ok: true, warnings: sorted };
}
