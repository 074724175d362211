// `ArtifactVerifyKey` and `ArtifactVerifyKeys` of the configuration: which public keys may have signed an artifact. Whatever
// is doubtful is refused, a misspelt key as well: a mistake here must not end in artifacts being installed that nobody checked.

import { didYouMean } from "../base/index.js";

/** Only one of them may be given. */
export const KEYS_OF_VERIFYING = ["ArtifactVerifyKey", "ArtifactVerifyKeys"] as const;
/** Keys of the configuration that are no misspelling of those. */
const OTHERS = ["ArtifactServers", "ArtifactsCache"];
/** Each is tried on each artifact. */
const MAX_KEYS = 64;

export type VerifyKeyPaths =
  | { readonly ok: true; readonly paths: readonly string[] | undefined }
  | { readonly ok: false; readonly message: string };

export function verifyKeyPaths(values: Readonly<Record<string, unknown>>): VerifyKeyPaths {
  const misspelt = Object.keys(values).find(isMisspelt);
  if (misspelt !== undefined) {
    const known = KEYS_OF_VERIFYING.join(" and ");
    return { ok: false, message: `there is no key ${JSON.stringify(misspelt.slice(0, 100))}; there is ${known}` };
  }
  const [single, list] = KEYS_OF_VERIFYING;
  const given = KEYS_OF_VERIFYING.filter((key) => values[key] !== undefined);
  if (given.length === 0) return { ok: true, paths: undefined };
  if (given.length > 1) return { ok: false, message: `${single} and ${list} are both set` };
  return given[0] === single ? one(values[single]) : several(values[list]);
}

/** Also with other capitals, or with some letters wrong. */
function isMisspelt(key: string): boolean {
  if (!/^a/i.test(key) || KEYS_OF_VERIFYING.some((known) => known === key)) return false;
  if (/^artifacts?[-_]?(verif|sign|trust|key)/i.test(key)) return true;
  return didYouMean(key, OTHERS) === undefined && didYouMean(key, KEYS_OF_VERIFYING) !== undefined;
}

function one(value: unknown): VerifyKeyPaths {
  if (isPath(value)) return { ok: true, paths: [value] };
  return { ok: false, message: "ArtifactVerifyKey is not the path of a file" };
}

function several(value: unknown): VerifyKeyPaths {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPath)) {
    return { ok: false, message: "ArtifactVerifyKeys is not a list of paths" };
  }
  if (value.length > MAX_KEYS) return { ok: false, message: `ArtifactVerifyKeys names more than ${MAX_KEYS} files` };
  return { ok: true, paths: value };
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !value.includes("\0");
}
