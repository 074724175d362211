// The system's own constraints, if it has any: a manifest is made stricter by them.

import { type Diagnostic, hasErrors } from "../base/index.js";
import type { Manifest } from "../model/index.js";
import { restrict } from "./constraints/restrict.js";
import { expectRole } from "./expect-role.js";
import { lintTogether } from "./lint/index.js";
import { type LoadedText, textOf } from "./loaded.js";
import type { OpenDocument } from "./open-document.js";

/** What a system demands by itself: nothing, where there is no such document. */
export interface OwnConstraints {
  readonly opened: OpenDocument<"constraints"> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export async function openConstraints(path: string | undefined): Promise<OwnConstraints> {
  if (path === undefined) return { opened: undefined, diagnostics: [] };
  const opening = await expectRole(path, ["constraints"], { wanted: "a document of constraints", asWhole: false });
  if (opening.ok) return { opened: opening.opened, diagnostics: opening.opened.diagnostics };
  return { opened: undefined, diagnostics: opening.missing ? [] : opening.diagnostics };
}

/** What the manifest, these constraints and the components of the system say of each other. */
export function lintWith(
  { document, diagnostics }: Pick<OpenDocument, "document" | "diagnostics">,
  own: { readonly opened: Pick<OpenDocument, "document"> | undefined; readonly diagnostics: readonly Diagnostic[] },
  systemTypes: readonly string[] | undefined,
): readonly Diagnostic[] {
  const isSound = !hasErrors(diagnostics) && !hasErrors(own.diagnostics);
  return lintTogether({ manifest: document, own: own.opened?.document, systemTypes }, { isSound });
}

/** For documents without errors. */
export function withConstraints(manifest: Manifest, { opened }: OwnConstraints): Manifest {
  if (opened?.file === undefined || hasErrors(opened.diagnostics)) return manifest;
  return restrict(manifest, { file: opened.file, document: opened.document });
}

export function textsOf({ opened }: OwnConstraints): readonly LoadedText[] {
  return opened === undefined ? [] : [textOf("constraints", opened.document)];
}
