// The shortest circle in a directed graph, by breadth-first search inside its strongly connected parts. The same graph always
// gives the same circle: the first of the shortest, beginning with its lowest node.

/** Successors by node. */
export type Graph = readonly (readonly number[])[];

/** The nodes in their order; undefined where there is no circle. */
export function shortestCycle(graph: Graph): readonly number[] | undefined {
  let parts = strongParts(graph);
  let best: readonly number[] | undefined;
  for (const node of graph.keys()) {
    if (best !== undefined && best.length <= 2) break;
    const found = cycleThrough(node, { graph, parts, shorterThan: best?.length ?? Number.POSITIVE_INFINITY });
    if (found === undefined) continue;
    best = found;
    // Circles through this node and lower ones are known; often no others are left.
    parts = strongParts(graph.map((successors, at) => (at <= node ? [] : successors.filter((next) => next > node))));
  }
  return best;
}

export function hasCycle(graph: Graph): boolean {
  return strongParts(graph).some((part) => part !== -1);
}

interface Hunt {
  readonly graph: Graph;
  /** By node, the number of its part; -1 for a node that is on no circle. */
  readonly parts: Int32Array;
  readonly shorterThan: number;
}

function cycleThrough(start: number, { graph, parts, shorterThan }: Hunt): readonly number[] | undefined {
  if (parts[start] === -1) return undefined;
  const cameFrom = new Map<number, number>();
  let layer = [start];
  for (let length = 1; length < shorterThan && layer.length > 0; length += 1) {
    const next: number[] = [];
    for (const node of layer) {
      for (const successor of graph[node] ?? []) {
        if (successor === start) return pathTo(node, start, cameFrom);
        // A shorter circle through a lower node is known already.
        if (successor < start || parts[successor] !== parts[start] || cameFrom.has(successor)) continue;
        cameFrom.set(successor, node);
        next.push(successor);
      }
    }
    layer = next;
  }
  return undefined;
}

function pathTo(node: number, start: number, cameFrom: ReadonlyMap<number, number>): readonly number[] {
  const path = [node];
  for (let at = node; at !== start; path.push(at)) at = cameFrom.get(at) ?? start;
  return path.reverse();
}

/** Tarjan's algorithm without recursion; parts of a single node are -1. */
function strongParts(graph: Graph): Int32Array {
  const size = graph.length;
  const parts = new Int32Array(size).fill(-1);
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const isOpen = new Uint8Array(size);
  const open: number[] = [];
  let counter = 0;
  for (const root of graph.keys()) if (index[root] === -1) visit(root);
  return parts;

  function visit(root: number): void {
    const calls = [{ node: root, next: 0 }];
    enter(root);
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { node } = call;
      const successor = graph[node]?.[call.next];
      call.next += 1;
      if (successor === undefined) {
        calls.pop();
        leave(node);
        const caller = calls.at(-1);
        if (caller !== undefined) lower(caller.node, low[node] ?? 0);
      } else if (index[successor] === -1) {
        enter(successor);
        calls.push({ node: successor, next: 0 });
      } else if (isOpen[successor] === 1) lower(node, index[successor] ?? 0);
    }
  }

  function enter(node: number): void {
    index[node] = counter;
    low[node] = counter;
    counter += 1;
    isOpen[node] = 1;
    open.push(node);
  }

  function lower(node: number, to: number): void {
    low[node] = Math.min(low[node] ?? 0, to);
  }

  function leave(node: number): void {
    if (low[node] !== index[node]) return;
    const members = open.splice(open.lastIndexOf(node));
    for (const member of members) {
      isOpen[member] = 0;
      if (members.length > 1) parts[member] = node;
    }
  }
}
