// Who shares a conflict with whom, and how: what decides whether a group can make a move while the others are where they are.

/** A node of a group, by the group's index. */
export interface Member {
  readonly at: number;
  readonly node: number;
}

/** Never to be seen together: one node each of different groups. */
export type Conflict = readonly Member[];

/** Nodes of a group are bits. */
export const MAX_NODES = 31;

export interface Neighbours {
  /** By node: nodes of the neighbour, as bits, that it is in conflict with. */
  readonly masks: Map<number, Int32Array>;
  /** Conflicts of three and more that the group is in. */
  readonly wide: {
    readonly node: number;
    readonly others: readonly Member[];
  }[];
}

export function neighboursOf(
  groups: readonly { readonly moves: readonly unknown[] }[],
  conflicts: readonly Conflict[],
): readonly Neighbours[] {
  const neighbours = groups.map((): Neighbours => ({ masks: new Map(), wide: [] }));
  for (const conflict of conflicts) {
    for (const member of conflict) {
      const others = conflict.filter((each) => each !== member);
      const own = neighbours[member.at];
      const [other] = others;
      if (own === undefined || other === undefined) continue;
      if (others.length > 1) own.wide.push({ node: member.node, others });
      else {
        const masks = own.masks.get(other.at) ?? new Int32Array(groups[member.at]?.moves.length ?? 0);
        masks[member.node] = (masks[member.node] ?? 0) | (1 << other.node);
        own.masks.set(other.at, masks);
      }
    }
  }
  return neighbours;
}
