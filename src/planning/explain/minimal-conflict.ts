// QuickXplain: from restrictions that together make something impossible, a set of which none can be left out. About
// k · log(n / k) questions for k of n.

export type IsConflict<Item> = (items: readonly Item[]) => boolean;

/** In the order of the items. Minimal as far as `isConflict` never says no where yes would be right. */
export function minimalConflict<Item>(items: readonly Item[], isConflict: IsConflict<Item>): readonly Item[] {
  return items.length === 0 ? [] : explain([], false, items);

  function explain(background: readonly Item[], isGrown: boolean, candidates: readonly Item[]): readonly Item[] {
    if (isGrown && isConflict(background)) return [];
    if (candidates.length <= 1) return candidates;
    const half = Math.floor(candidates.length / 2);
    const first = candidates.slice(0, half);
    const second = candidates.slice(half);
    const fromSecond = explain([...background, ...first], true, second);
    const fromFirst = explain([...background, ...fromSecond], fromSecond.length > 0, first);
    return [...fromFirst, ...fromSecond];
  }
}
