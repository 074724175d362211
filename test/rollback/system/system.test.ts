// Files, services and databases come back with the software on a real system: a shop takes orders all the time (stage.ts), and its update
// migrates both databases, replaces the program, rewrites the configuration, starts the new program, and fails in the last component's
// ArtifactCommit. "As before" is: whatever the orders since then, all else is the same by the system's own programs; no order is missing
// that was there when the update began; and what comes back is what was there at one moment of the capture, not later.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseJournal } from "../../../src/datastore/journal-format.js";
import type { JournalRecord } from "../../../src/model/index.js";
import { isLongRun, requirePrograms } from "../../support/index.js";
import { PORTRAYER_PACKAGES, PORTRAYERS } from "../tree/portrait.js";
import { type Condition, conditionOf } from "./condition.js";
import { allKills, EVERYDAY, type Kill, kindsOf, nameOf } from "./kills.js";
import { committed, DATABASES, lastOrders, missing, type Orders, ordersAtStart, untilOrdered } from "./orders.js";
import { MANIFEST, openShop, type Run, type Shop } from "./stage.js";

const suite = requirePrograms(
  ["systemd-nspawn", "nsenter", "dbus-daemon", "psql", "sqlite3", "setfacl", ...PORTRAYERS],
  {
    package: ["systemd-container", "dbus", "postgresql", "sqlite3", ...PORTRAYER_PACKAGES],
    root: true,
  },
);
const PATIENCE = 300_000;
const NONE: Orders = { postgresql: 0, sqlite: 0 };

const CAPTURED_WITH_DATA = [
  "path /var/lib/shop/schema: not touched",
  "services shop.service: not touched",
  "database shop: not touched",
  "database /var/lib/shop/shop.db: not touched",
];

let shop: Shop;
/** Taken once: what is true of each update that fails is true of all of them. */
let asBefore: Condition;
let first: Orders;

suite("a system whose update fails in the last commit", () => {
  beforeAll(async () => {
    shop = await openShop();
    // Of the last orders before a moment, two at most were not committed by then.
    for (const _ of [1, 2, 3]) await untilOrdered(shop);
    first = lastOrders(shop);
    asBefore = conditionOf(shop, first);
  }, PATIENCE);
  afterAll(async () => {
    await shop?.machine.switchOff();
  });

  test("is as before, with the orders that were there at the capture", { timeout: PATIENCE }, async () => {
    const before = lastOrders(shop);
    const { exitCode, stdout, stderr } = await shop.run(["install", MANIFEST], "0");
    expect(exitCode, stderr).toBe(1);
    expect(stdout).toContain("the system is as before");
    await expectAsBefore(before);
    expectMomentOfCapture();
    const chosen = EVERYDAY.flatMap(({ kills }) => kills.flatMap(({ at }) => at ?? []));
    expect(kindsOf(chosen)).toEqual(kindsOf(shop.counts().moments));
  });

  test.each(EVERYDAY.map(({ kills, ...rest }) => ({ kills, ...rest, last: nameOf(kills.at(-1)) })))(
    "is as before after kills, too, the last one $last",
    { timeout: PATIENCE },
    async ({ kills, exitCode }) => {
      const resumed = await killAndResume(kills);
      expect(resumed.exitCode, resumed.stderr).toBe(exitCode);
    },
  );

  test("whose data cannot be brought back is inconsistent, which path and what to do is said, and helps", {
    timeout: PATIENCE,
  }, async () => {
    const before = lastOrders(shop);
    inside("run/damage", "");
    const { exitCode, stdout } = await shop.run(["install", MANIFEST]);
    expect(exitCode, stdout).toBe(3);
    const damaged = shop.machine.shell("cat /run/damage && rm /run/damage");
    for (const word of [damaged, ...CAPTURED_WITH_DATA]) expect(stdout).toContain(word);
    expect(shop.machine.shell("systemctl is-active shop || true")).toBe("inactive");
    shop.machine.run("truncate", "-s", "-1", damaged);
    const [, point = ""] = /`orchestrator backup restore (\w+)`/.exec(stdout) ?? [];
    const restored = await shop.run(["backup", "restore", "--yes", point]);
    expect(restored.exitCode, restored.stderr).toBe(0);
    await expectAsBefore(before);
  });

  if (isLongRun) {
    test("is as before after a kill anywhere", { timeout: 7_200_000 }, async () => {
      for (const kill of allKills(shop.counts().moments)) await killAndResume([kill]);
    });
  }
});

async function killAndResume(kills: readonly Kill[]): Promise<Run> {
  const before = lastOrders(shop);
  for (const [index, { at, starting }] of kills.entries()) {
    if (starting !== undefined) inside("run/kill", starting);
    const killed = await shop.run(index === 0 ? ["install", MANIFEST] : ["resume"], at);
    expect(killed.exitCode, `${at ?? starting} was not reached\n${killed.stderr}`).toBe(undefined);
  }
  const resumed = await shop.run(["resume"]);
  await expectAsBefore(before);
  return resumed;
}

async function expectAsBefore(before: Orders): Promise<void> {
  await untilOrdered(shop);
  expect(conditionOf(shop, first)).toEqual(asBefore);
  const now = lastOrders(shop);
  const last = Object.fromEntries(DATABASES.map((database) => [database, Math.max(now[database], before[database])]));
  expect(missing(shop, { ...NONE, ...last })).toEqual(NONE);
}

/** All that had been committed when the capture began is there, and nothing that was begun after its end. */
function expectMomentOfCapture(): void {
  const began = timeOf("captureStarted");
  const ended = timeOf("captureEnded");
  const restored = ordersAtStart(shop);
  for (const database of DATABASES) {
    const orders = committed(shop, database).filter(({ at }) => at <= ended);
    const sure = orders.findLastIndex(({ at }) => at <= began) - 1;
    expect(restored[database]).toBeGreaterThanOrEqual(orders[sure]?.n ?? Number.POSITIVE_INFINITY);
    // The next one may have been committed before its client was stopped, and not been written down.
    expect(restored[database]).toBeLessThanOrEqual((orders.at(-1)?.n ?? 0) + 1);
  }
}

/** In the journal of the first deployment, of the first component. */
function timeOf(type: JournalRecord["type"]): number {
  const folder = join(shop.machine.root, "var/lib/mender-orchestrator/systems/default/deployments");
  const path = join(folder, readdirSync(folder).sort()[0] ?? "", "journal");
  const found = parseJournal(readFileSync(path), path).records.find(({ record }) => record.type === type);
  return found?.at ?? Number.NaN;
}

function inside(path: string, text: string): void {
  writeFileSync(join(shop.machine.root, path), text);
}
