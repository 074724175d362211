// Where the files of one manifest are. Which of them are read depends on the dialect that the manifest is written in.

export interface ManifestPaths {
  readonly manifestPath: string;
  /** What the manifest holds, where it is no file of its own; the path is then only for messages. */
  readonly manifestBytes?: Uint8Array;
  /** 2024: the second file of a split manifest. Not read for a 2026 manifest. */
  readonly manifestComponentsPath?: string;
  /** 2026: where the topology is. Not read for a 2024 manifest. */
  readonly topologyPath?: string;
  /** 2026: the second file of a split topology. */
  readonly topologyComponentsPath?: string;
  /** Either dialect: the system's own constraints. A file that is not there demands nothing. */
  readonly constraintsPath?: string;
}
