// The whole table, by theme.

import type { ChainCase } from "./case.js";
import { FAILURES } from "./failures.js";
import { HOST_REBOOT } from "./host-reboot.js";
import { HOST_REBOOT_GROUPS } from "./host-reboot-groups.js";
import { KILLS_IN_ROLLBACK } from "./kills-in-rollback.js";
import { KILLS_IN_UPDATE } from "./kills-in-update.js";
import { MENDER_CLIENT } from "./mender-client.js";
import { NEIGHBOURS } from "./neighbours.js";
import { QUERIES } from "./queries.js";
import { SIGNALS } from "./signals.js";
import { STOPS } from "./stops.js";
import { TWO_GROUPS } from "./two-groups.js";
import { TWO_GROUPS_KILLED } from "./two-groups-killed.js";
import { UP_TO_DATE } from "./up-to-date.js";
import { VERIFY_ROLLBACK } from "./verify-rollback.js";

export type { ChainCase, Run } from "./case.js";

export const TABLE: Readonly<Record<string, readonly ChainCase[]>> = {
  failures: FAILURES,
  "kills in the update": KILLS_IN_UPDATE,
  "kills in the rollback": KILLS_IN_ROLLBACK,
  "verify of the rollback": VERIFY_ROLLBACK,
  "two groups": TWO_GROUPS,
  "two groups, killed": TWO_GROUPS_KILLED,
  neighbours: NEIGHBOURS,
  "host reboot": HOST_REBOOT,
  "host reboot with neighbours and groups": HOST_REBOOT_GROUPS,
  stops: STOPS,
  "Mender client": MENDER_CLIENT,
  queries: QUERIES,
  signals: SIGNALS,
  "up to date": UP_TO_DATE,
};
