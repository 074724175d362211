// The orders that the shop's program takes all the time, in both databases: as their clients wrote them down once they were committed,
// and as the databases have them.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Shop } from "./stage.js";

export const DATABASES = ["postgresql", "sqlite"] as const;
export type Database = (typeof DATABASES)[number];

/** One number for each database. */
export type Orders = Readonly<Record<Database, number>>;

export interface Order {
  readonly n: number;
  /** When its transaction was under way, in milliseconds since the epoch. */
  readonly at: number;
}

/** Of all time, also those that a rollback has taken back. */
export function committed({ machine }: Shop, database: Database): readonly Order[] {
  const path = join(machine.root, "run/shop", database);
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  return lines.map((line) => line.split("|").map(Number)).map(([n = 0, at = 0]) => ({ n, at }));
}

export function lastOrders(shop: Shop): Orders {
  const last = (database: Database) => committed(shop, database).at(-1)?.n ?? 0;
  return { postgresql: last("postgresql"), sqlite: last("sqlite") };
}

/** Resolves when both databases have got another order. */
export async function untilOrdered(shop: Shop): Promise<void> {
  const count = () => DATABASES.map((database) => committed(shop, database).length);
  const before = count();
  while (count().some((number, index) => number === before[index])) await pause(20);
}

/** What the databases had when the program was last started. */
export function ordersAtStart({ machine }: Shop): Orders {
  const [postgresql = 0, sqlite = 0] = machine.shell("tail -n 1 /run/shop/starts").split(" ").map(Number);
  return { postgresql, sqlite };
}

const SQLITE = "sqlite3 -cmd '.timeout 10000' /var/lib/shop/shop.db";
const PSQL = "/usr/lib/postgresql/*/bin/psql -h /run/shop-postgresql -U shop -d shop -XqtA -c";

/** How many orders up to these are missing: of each database. */
export function missing({ machine }: Shop, upTo: Orders): Orders {
  const have = (n: number) => `"select count(*) from orders where n between 1 and ${n}"`;
  const [postgresql, sqlite] = machine
    .shell(`${PSQL} ${have(upTo.postgresql)}; ${SQLITE} ${have(upTo.sqlite)}`)
    .split("\n")
    .map(Number);
  return { postgresql: upTo.postgresql - (postgresql ?? 0), sqlite: upTo.sqlite - (sqlite ?? 0) };
}
