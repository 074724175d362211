// Components by what they run and what they shall run: a million alike are one group. Single components are only kept as ids.

import type { Diagnostic } from "../../base/index.js";
import { identityOf, semverScheme } from "../../model/index.js";
import type { InventoryEntry } from "../document-types.js";
import type { Refused } from "../loaded.js";

/** Components of one type, version and target. */
export interface InventoryGroup {
  readonly type: string;
  /** A version identity. */
  readonly version: string;
  /** As the first entry of the group writes it. */
  readonly versionText: string;
  /** What the inventory says the components shall run, as an identity; undefined for what the manifest says. */
  readonly target?: string;
  readonly targetText?: string;
  readonly count: number;
  /** Of those components that the inventory names. */
  readonly ids: readonly string[];
}

export interface Inventory {
  /** In the order in which they first appear. */
  readonly groups: readonly InventoryGroup[];
}

export type LoadedInventory =
  | { readonly ok: true; readonly inventory: Inventory; readonly warnings: readonly Diagnostic[] }
  | Refused;

/** A group that is still growing. */
interface Tally extends Omit<InventoryGroup, "ids"> {
  count: number;
  readonly ids: string[];
}

/** Entries counted so far. */
export interface InventoryCount {
  readonly groups: Tally[];
  /** By type, version and target as written: a million entries are counted without building a key for each. */
  readonly byText: Map<string, Map<string, Map<string | undefined, Tally>>>;
  readonly byIdentity: Map<string, Tally>;
  readonly ids: Map<string, Set<string>>;
}

export function newCount(): InventoryCount {
  return { groups: [], byText: new Map(), byIdentity: new Map(), ids: new Map() };
}

/** False for a component that has been counted before. */
export function countEntry(counted: InventoryCount, entry: InventoryEntry): boolean {
  const { component_type: type, id, count } = entry;
  if (id !== undefined && !isNew(counted, type, id)) return false;
  const tally = tallyOf(counted, entry);
  tally.count += id === undefined ? (count ?? 1) : 1;
  if (id !== undefined) tally.ids.push(id);
  return true;
}

export function inventoryOf({ groups }: InventoryCount): Inventory {
  return { groups };
}

function isNew({ ids }: InventoryCount, type: string, id: string): boolean {
  const known = orNew(ids, type, () => new Set<string>());
  const before = known.size;
  return known.add(id).size > before;
}

function tallyOf(counted: InventoryCount, entry: InventoryEntry): Tally {
  const { component_type: type, version, target } = entry;
  const versions = orNew(counted.byText, type, () => new Map());
  const targets = orNew(versions, version, () => new Map());
  return orNew(targets, target, () => sameIdentity(counted, entry));
}

function orNew<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** `v2` and `2.0.0` are one version, so they are one group. */
function sameIdentity({ groups, byIdentity }: InventoryCount, entry: InventoryEntry): Tally {
  const { component_type: type, version: versionText, target: targetText } = entry;
  const version = identityOf(semverScheme, versionText);
  const target = targetText === undefined ? undefined : identityOf(semverScheme, targetText);
  const key = JSON.stringify([type, version, target]);
  const known = byIdentity.get(key);
  if (known !== undefined) return known;
  const aim = target === undefined || targetText === undefined ? {} : { target, targetText };
  const tally: Tally = { type, version, versionText, ...aim, count: 0, ids: [] };
  byIdentity.set(key, tally);
  groups.push(tally);
  return tally;
}
