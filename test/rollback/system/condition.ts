// How the shop is, as the programs of the system tell it: stat, getfattr, getfacl, checksums, pg_dump, SQLite's shell, systemctl. As the
// shop takes orders all the time, its databases are compared without those that have come since.

import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { portraitOf } from "../tree/portrait.js";
import type { Orders } from "./orders.js";
import type { Shop } from "./stage.js";

export interface Condition {
  readonly files: string;
  /** What restores have left beside them. */
  readonly strangers: string;
  readonly postgresql: string;
  readonly sqlite: string;
  readonly services: string;
}

const FILES = ["etc/shop", "opt/shop/shop", "var/lib/shop/schema"];
const UNITS = "shop shop-postgresql shop-report";

/** Orders after `upTo` are left out. */
export function conditionOf({ machine }: Shop, upTo: Orders): Condition {
  const dump = machine.shell("/usr/lib/postgresql/*/bin/pg_dump -h /run/shop-postgresql -U shop --create shop");
  const sqlite = machine.shell("sqlite3 -cmd '.timeout 10000' /var/lib/shop/shop.db 'pragma user_version' .dump");
  return {
    files: portraitIn(machine.root),
    strangers: machine.shell("find /etc /opt/shop /var/lib/shop -name '.*.orchestrator-*'"),
    postgresql: withoutOrders(dump.replace(/^\\(un)?restrict .*$/gm, ""), /^(\d+)\torder /, upTo.postgresql),
    sqlite: withoutOrders(sqlite, /^INSERT INTO orders VALUES\((\d+),/, upTo.sqlite),
    services: machine.shell(`systemctl show -p Id,LoadState,ActiveState,UnitFileState ${UNITS}`),
  };
}

/** From a folder that is there outside as well, since a shell wants to know where it is. */
function portraitIn(root: string): string {
  const there = FILES.filter((path) => existsSync(join(root, path)));
  return portraitOf(
    dirname(root),
    there.map((path) => join(basename(root), path)),
  );
}

function withoutOrders(text: string, order: RegExp, upTo: number): string {
  const isOld = (line: string) => Number(order.exec(line)?.[1] ?? 0) <= upTo;
  return text.split("\n").filter(isOld).join("\n");
}
