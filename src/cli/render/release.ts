// What a manifest says of itself as a release: its serial, until when it may be installed, by whom it is signed.

import type { ManifestRelease } from "../../model/index.js";
import type { SystemStatus } from "../app-types.js";
import type { Paint } from "./paint.js";
import { counted, printable } from "./text.js";

type ReleaseStatus = NonNullable<SystemStatus["release"]>;

/** Before a signed manifest can no longer be installed again, somebody should know. */
const WARNED_DAYS = 30;

export function releaseLines(release: ReleaseStatus, paint: Paint): readonly string[] {
  return [`Release:           ${releaseText(release)}`, ...expiryLines(release, paint), ...downgradeLines(release)];
}

export function releaseText({ serial, expires, signedBy }: ManifestRelease): string {
  return [
    serial === undefined ? "no serial" : `serial ${serial}`,
    ...(expires === undefined ? [] : [`until ${printable(expires)}`]),
    ...(signedBy === undefined ? [] : [`signed by ${counted(signedBy.length, "key")}`]),
  ].join(", ");
}

/** Only where signatures are checked does it matter. */
function expiryLines({ daysLeft, signedBy }: ReleaseStatus, paint: Paint): readonly string[] {
  if (daysLeft === undefined || signedBy === undefined || daysLeft >= WARNED_DAYS) return [];
  const when = daysLeft < 0 ? "has expired" : `expires in ${counted(daysLeft, "day")}`;
  return [
    `                   ${paint.yellow(`It ${when}: it cannot be installed again then, and a newer one is due.`)}`,
  ];
}

export function downgradeLines({ serial, downgrade }: ManifestRelease): readonly string[] {
  if (downgrade === undefined) return [];
  return [`Went back from serial ${downgrade.from} to ${serial ?? "none"}: ${printable(downgrade.reason)}`];
}
