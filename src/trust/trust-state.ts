// What a system remembers of trust between two deployments: the root metadata it has come to, and the manifest with the highest
// serial it has accepted. One value, so that both change together or not at all.

import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.js";
import type { Accepted } from "./check-manifest.js";
import { fault } from "./fault.js";
import { type JsonObject, Malformed, objectIn, parseJson, textIn, wholeIn } from "./json-object.js";
import { parseRoot, type RootMetadata } from "./root-metadata.js";
import { isManifestKeyRemoved } from "./rotate.js";
import { KEY_ID } from "./signatures.js";

export interface TrustState {
  /** Of what the configuration names: where that changes, trust begins there again. */
  readonly anchor: string;
  /** Undefined as long as what the configuration names is what is trusted. */
  readonly rootText: string | undefined;
  /** Key ids of the role `manifest` that were trusted last. */
  readonly manifestKeyids: readonly string[];
  readonly accepted: Accepted | undefined;
}

const FORMAT = 1;

export function stateText({ anchor, rootText, manifestKeyids, accepted }: TrustState): string {
  const written = { format: FORMAT, anchor, root: rootText ?? null, manifestKeyids, accepted: accepted ?? null };
  return `${JSON.stringify(written, null, 2)}\n`;
}

/** Throws TRUST_STATE_DAMAGED. */
export function parseState(text: string, path: string): TrustState {
  try {
    return stateIn(objectIn(parseJson(text), "the document"));
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    const message = `${path} cannot be read: ${thrown.message}`;
    throw fault({ code: "TRUST_STATE_DAMAGED", message, location: { file: path } });
  }
}

function stateIn(written: JsonObject): TrustState {
  if (written["format"] !== FORMAT) throw new Malformed(`it is of a format that this program does not know`);
  const { anchor, root = null, accepted = null, manifestKeyids } = written;
  if (!Array.isArray(manifestKeyids)) throw new Malformed("manifestKeyids is not a list");
  return {
    anchor: textIn(anchor, "anchor", KEY_ID),
    rootText: root === null ? undefined : textIn(root, "root", /./),
    manifestKeyids: manifestKeyids.map((each) => textIn(each, "a key id", KEY_ID)),
    accepted: accepted === null ? undefined : acceptedIn(objectIn(accepted, "accepted")),
  };
}

function acceptedIn({ serial, digest, at }: JsonObject): Accepted {
  const accepted = { serial: wholeIn(serial, "serial"), digest: textIn(digest, "digest", KEY_ID) };
  return { ...accepted, at: wholeIn(at, "at") };
}

/** What stands for the keys themselves, not for the files they are in. */
export function anchorOf({ version, expires = "", roles }: RootMetadata): string {
  const sorted = ({ keyids, threshold }: RootMetadata["roles"]["root"]) => ({ keyids: [...keyids].sort(), threshold });
  const text = canonicalJson({ version, expires, root: sorted(roles.root), manifest: sorted(roles.manifest) });
  return createHash("sha256").update(text).digest("hex");
}

export interface Remembered {
  readonly root: RootMetadata;
  readonly rootText: string | undefined;
  readonly accepted: Accepted | undefined;
}

/**
 * Where trust stands: at the root metadata that was accepted, unless the owner has configured something else since. A serial is
 * forgotten where a key that may have signed it is not trusted any more.
 */
export function remembered(state: TrustState | undefined, configured: RootMetadata, path: string): Remembered {
  if (state === undefined) return { root: configured, rootText: undefined, accepted: undefined };
  const isSame = state.anchor === anchorOf(configured);
  const text = isSame ? state.rootText : undefined;
  const root = text === undefined ? configured : parseRoot(text, path).root;
  const isKept = state.manifestKeyids.every((keyid) => root.roles.manifest.keyids.includes(keyid));
  return { root, rootText: text, accepted: isKept ? state.accepted : undefined };
}

/** The same with other root metadata. */
export function withRoot({ root: before, accepted }: Remembered, root: RootMetadata, rootText: string): Remembered {
  return { root, rootText, accepted: isManifestKeyRemoved(before, root) ? undefined : accepted };
}

export function stateOf({ root, rootText, accepted }: Remembered, configured: RootMetadata): TrustState {
  return { anchor: anchorOf(configured), rootText, manifestKeyids: root.roles.manifest.keyids, accepted };
}
