// `ManifestVerifyKeys`, `ManifestVerifyThreshold` and `ManifestRoot` of the configuration: who may sign manifests. Whatever is
// doubtful is refused, a misspelt key as well: a mistake here must not end in a manifest being installed that nobody checked.

import { didYouMean } from "../../base/index.js";

/** Where trust begins. Paths are as written. */
export type TrustSettings =
  | { readonly kind: "keys"; readonly paths: readonly string[]; readonly threshold: number }
  | { readonly kind: "root"; readonly path: string };

export const KEYS_OF_TRUST = ["ManifestVerifyKeys", "ManifestVerifyThreshold", "ManifestRoot"] as const;
/** Keys of the configuration that are no misspelling of those. */
const OTHERS = ["ManifestComponents", "ManifestStore"];
const MAX_KEYS = 64;

export type TrustSettingsReading =
  | { readonly ok: true; readonly settings: TrustSettings | undefined }
  | { readonly ok: false; readonly message: string };

export function trustSettings(values: Readonly<Record<string, unknown>>): TrustSettingsReading {
  const misspelt = Object.keys(values).find((key) => isLike(key) && !KEYS_OF_TRUST.some((known) => known === key));
  if (misspelt !== undefined) {
    return refused(`there is no key ${JSON.stringify(misspelt.slice(0, 100))}; there is ${KEYS_OF_TRUST.join(", ")}`);
  }
  const { ManifestVerifyKeys: paths, ManifestVerifyThreshold: threshold, ManifestRoot: root } = values;
  if (root !== undefined && paths !== undefined) return refused("ManifestRoot and ManifestVerifyKeys are both set");
  if (paths === undefined && threshold !== undefined)
    return refused("ManifestVerifyThreshold needs ManifestVerifyKeys");
  if (root !== undefined) {
    return isPath(root) ? accepted({ kind: "root", path: root }) : refused("ManifestRoot is not the path of a file");
  }
  return paths === undefined ? accepted(undefined) : keysOf(paths, threshold ?? 1);
}

function keysOf(paths: unknown, threshold: unknown): TrustSettingsReading {
  if (!Array.isArray(paths) || paths.length === 0 || !paths.every(isPath)) {
    return refused("ManifestVerifyKeys is not a list of paths");
  }
  if (paths.length > MAX_KEYS) return refused(`ManifestVerifyKeys names more than ${MAX_KEYS} files`);
  if (typeof threshold === "number" && Number.isInteger(threshold) && threshold >= 1 && threshold <= paths.length) {
    return accepted({ kind: "keys", paths, threshold });
  }
  return refused(`ManifestVerifyThreshold is not a whole number from 1 to the number of keys, ${paths.length}`);
}

/** Also with other capitals, or with some letters wrong. */
function isLike(key: string): boolean {
  if (!/^m/i.test(key) || OTHERS.includes(key)) return false;
  return /^manifest[-_]?(verif|root|thresh|sign|trust)/i.test(key) || didYouMean(key, KEYS_OF_TRUST) !== undefined;
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !value.includes("\0");
}

function accepted(settings: TrustSettings | undefined): TrustSettingsReading {
  return { ok: true, settings };
}

function refused(message: string): TrustSettingsReading {
  return { ok: false, message };
}
