// What the search hands on: bare moves, for the verifier, the explanations and the presentation to work with.

export interface RawMove {
  /** Index in the problem's groups. */
  readonly group: number;
  /** Version identities. */
  readonly from: string;
  readonly to: string;
}

export type RawBatch = readonly RawMove[];

/** Lower bounds that were proven. */
export interface ProvenLeast {
  readonly batches: number;
  /** Weighted with the groups' counts. */
  readonly updates: number;
}

export type SearchResult =
  | {
      readonly kind: "found";
      readonly batches: readonly RawBatch[];
      readonly isOptimal: boolean;
      readonly least: ProvenLeast;
      /** From 1; null where every move can be rolled back. */
      readonly pointOfNoReturn: number | null;
    }
  /** Proven. */
  | { readonly kind: "impossible" }
  /** The budget ran out before a plan, or the proof that there is none. */
  | { readonly kind: "undecided"; readonly leastBatches: number };
