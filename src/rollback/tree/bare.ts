// Which entries of a stored tree have extended attributes or ACLs. Node does not show them; tar does, in its long listing, where a
// sign behind the mode says so, and content need not be read for it.

import { createInterface } from "node:readline";
import { complaintsOf } from "./complaints.js";
import type { RawName } from "./raw-name.js";
import { unreadable } from "./tar-header.js";
import { type PackOrder, startSaying } from "./tar-program.js";

/** Type and mode, then the sign, then the owner's number. A tar that knows of no attributes has no room for the sign. */
const LINE = /^.{10}([ *+.]) \d/;

export interface Attributed {
  readonly names: ReadonlySet<RawName>;
  readonly warnings: readonly string[];
  readonly failure: string | undefined;
}

/** Of names that are there; where one is not, a warning says so. Rejects with BACKUP_FAILED, BACKUP_TOOL_MISSING. */
export async function attributedIn(order: PackOrder): Promise<Attributed> {
  const names = new Set<RawName>();
  let count = 0;
  const saying = startSaying(order);
  for await (const line of createInterface({ input: saying.packed })) {
    const [, sign] = LINE.exec(line) ?? [];
    if (sign === undefined) throw unreadable("its long listing is of another form");
    if (sign !== " ") names.add(order.names[count] ?? "");
    count += 1;
  }
  const { warnings, failure } = complaintsOf(await saying.ended);
  if (count === order.names.length || failure !== undefined) return { names, warnings, failure };
  if (warnings.length === 0) throw unreadable("its long listing is not whole");
  return { names: new Set(), warnings, failure };
}
