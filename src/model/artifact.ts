// What the header of a Mender artifact (format version 3) says. No reading here: artifacts/ does that.

export type Compression = "none" | "gzip" | "xz" | "zstd";

/** Values of `artifact_depends`; the format allows a string or a list of alternatives, here always a list. */
export type Depends = Readonly<Record<string, readonly string[]>>;

export interface ArtifactHeader {
  /** `artifact_name` of header-info. */
  readonly name: string;
  /** `artifact_group` of header-info's provides, "" when absent. */
  readonly group: string;
  /** The type of the one payload, null for an empty payload. */
  readonly payloadType: string | null;
  /** `artifact_provides` of the payload's type-info: what decides whether a component is up to date. */
  readonly payloadProvides: Readonly<Record<string, string>>;
  readonly clearsProvides: readonly string[];
  /** `artifact_depends` of header-info and type-info together. */
  readonly depends: Depends;
  /** Names of the artifact scripts, in order. */
  readonly scripts: readonly string[];
  /** Members listed in the artifact's `manifest`: path → sha256 in hex. */
  readonly checksums: Readonly<Record<string, string>>;
  /** sha256 in hex of the `manifest` member: pins every byte of the artifact. */
  readonly manifestDigest: string;
  readonly payloadCompression: Compression;
  /** The members as they stand in the artifact, for the work dir. */
  readonly raw: { readonly headerInfo: string; readonly typeInfo: string; readonly metaData: string };
}
