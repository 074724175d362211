// What a manifest says of itself as a release, and who has vouched for it: kept with the deployment that installs it.

export interface ManifestRelease {
  readonly serial?: number;
  /** RFC 3339, as written. */
  readonly expires?: string;
  /** Key ids. Undefined where signatures are not checked. */
  readonly signedBy?: readonly string[];
  /** Where a lower serial was taken on purpose: the highest accepted before, and why. */
  readonly downgrade?: { readonly from: number; readonly reason: string };
}
