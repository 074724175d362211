// `ArtifactVerifyKey` and `ArtifactVerifyKeys` of the configuration: which public keys may have signed an artifact. Whatever
// is doubtful is refused: a mistake here must not end in artifacts being installed that nobody checked.

/** Only one of them may be given. */
export const KEYS_OF_VERIFYING = ["ArtifactVerifyKey", "ArtifactVerifyKeys"] as const;
/** Each is tried on each artifact. */
const MAX_KEYS = 64;

export type VerifyKeyPaths =
  | { readonly ok: true; readonly paths: readonly string[] | undefined }
  | { readonly ok: false; readonly message: string };

export function verifyKeyPaths(values: Readonly<Record<string, unknown>>): VerifyKeyPaths {
  const [single, list] = KEYS_OF_VERIFYING;
  const given = KEYS_OF_VERIFYING.filter((key) => values[key] !== undefined);
  if (given.length === 0) return { ok: true, paths: undefined };
  if (given.length > 1) return { ok: false, message: `${single} and ${list} are both set` };
  return given[0] === single ? one(values[single]) : several(values[list]);
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
