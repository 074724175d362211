// A binary heap of numbered items with two-part costs, the lesser first; equal costs by number, so that it is deterministic.

export interface Cost {
  readonly first: number;
  readonly second: number;
}

export interface HeapItem extends Cost {
  readonly id: number;
}

export function isLess(a: HeapItem, b: HeapItem): boolean {
  if (a.first !== b.first) return a.first < b.first;
  return a.second === b.second ? a.id < b.id : a.second < b.second;
}

export class Heap {
  readonly #items: HeapItem[] = [];

  push(item: HeapItem): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !isLess(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): HeapItem | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const child = this.#lesserChild(at);
      const below = items[child];
      if (below === undefined || !isLess(below, last)) break;
      items[at] = below;
      at = child;
    }
    items[at] = last;
    return top;
  }

  #lesserChild(at: number): number {
    const left = this.#items[2 * at + 1];
    const right = this.#items[2 * at + 2];
    return left !== undefined && right !== undefined && isLess(right, left) ? 2 * at + 2 : 2 * at + 1;
  }
}
