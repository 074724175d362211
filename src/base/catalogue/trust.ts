// Reasons for which a manifest is not trusted. Nothing was touched. Of root metadata as well, through which the keys that are
// trusted change.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const TRUST_ERRORS = {
  TRUST_UNSIGNED: refused(
    "A manifest is not signed, and this system only takes signed ones.",
    "Sign it with `orchestrator manifest sign MANIFEST --key KEY`, and deliver MANIFEST.sig beside it.",
  ),
  TRUST_SIGNATURES_INVALID: refused(
    "The file with the signatures of a manifest cannot be read.",
    "Sign the manifest again with `orchestrator manifest sign`.",
  ),
  TRUST_KEY_UNKNOWN: refused(
    "A manifest is signed, but by none of the keys that this system trusts.",
    "Sign it with a key that the system trusts, or deliver the root metadata that brings the new key.",
  ),
  TRUST_SIGNATURE_INVALID: refused(
    "A signature of a trusted key does not fit the manifest: the manifest was changed after it had been signed.",
    "Fetch the manifest again; whoever has changed it on purpose signs it again.",
  ),
  TRUST_THRESHOLD: refused(
    "A manifest is signed by fewer keys than this system asks for. A key that signs twice counts once.",
    "Let the holders of further keys sign it with `orchestrator manifest sign`.",
  ),
  TRUST_EXPIRED: refused(
    "A manifest has expired, so it may be an old one that somebody holds out instead of the newest.",
    "Release it again with a later `expires` and a higher `serial`. Check the clock of the system.",
  ),
  TRUST_EXPIRES_MISSING: refused(
    "A signed manifest does not say when it expires.",
    "Add `expires`, or let `orchestrator manifest lock --expires 90d` do it, and sign it again.",
  ),
  TRUST_SERIAL_MISSING: refused(
    "A signed manifest has no serial.",
    "Add `serial`, or let `orchestrator manifest lock --serial +1` do it, and sign it again.",
  ),
  TRUST_SERIAL_REPLAYED: refused(
    "The serial of a manifest is lower than one that this system has accepted: it is an old manifest.",
    "Install the newest manifest. To go back on purpose, give the reason with `install --allow-downgrade`.",
  ),
  TRUST_SERIAL_REUSED: refused(
    "A manifest has the serial of another one that this system has accepted.",
    "Release it with a higher serial.",
  ),
  TRUST_ARTIFACT_UNPINNED: refused(
    "A signed manifest does not say which artifact it means, so that any other could be put in its place.",
    "Let `orchestrator manifest lock` write the digests, and sign the manifest again.",
  ),
  TRUST_ARTIFACT_MISMATCH: refused(
    "An artifact is not the one that the manifest means: its digest is another.",
    "Fetch the artifact again. Where it was replaced on purpose, run `orchestrator manifest lock` and sign again.",
  ),
  TRUST_ROOT_INVALID: refused(
    "Root metadata cannot be read, or does not say what it must.",
    "Make it with `orchestrator keys root create`.",
  ),
  TRUST_ROOT_VERSION: refused(
    "Root metadata does not have the version that comes next.",
    "Deliver every version in between, one after the other; make the next one with a version higher by one.",
  ),
  TRUST_ROOT_THRESHOLD: refused(
    "Root metadata is not signed by enough keys of the version before it, or not by enough of its own.",
    "Let the holders of further keys sign it with `orchestrator keys root sign`.",
  ),
  TRUST_ROOT_EXPIRED: refused(
    "The root metadata that this system trusts has expired.",
    "Deliver the next version of it beside the manifest, or apply it with `orchestrator keys rotate`.",
  ),
  TRUST_ROOTS_TOO_MANY: refused(
    "There are more versions of root metadata in a row than are read at a time.",
    "Apply them in several steps with `orchestrator keys rotate`.",
  ),
  TRUST_STATE_DAMAGED: refused(
    "What the data store says of accepted manifests and keys cannot be read, so it is not known which manifests are old.",
    "Check the disk. Removing the file that the message names makes the system trust the configured keys and any serial.",
  ),
  TRUST_LOCK_OUTDATED: refused(
    "The digests in a manifest are not those of its artifacts.",
    "Run `orchestrator manifest lock MANIFEST`.",
  ),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

function refused(meaning: string, remedy: string): CatalogueEntry {
  return { meaning, remedy, exitCode: EXIT.refused };
}
