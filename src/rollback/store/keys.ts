// What the backups of a rollback point are called in it: `file_app.conf`, `services`, `database_0`. Pure.

import { basename } from "node:path";
import type { Capture } from "./kinds.js";

/** In the order of the captures. A name that is taken gets a number: `file_app.conf_2`. */
export function keysOf(captures: readonly Capture[]): readonly string[] {
  const taken = new Set<string>();
  let databases = 0;
  return captures.map((capture) => {
    const wanted = capture.backupType === "database" ? `database_${databases++}` : plainKey(capture);
    let key = wanted;
    for (let i = 2; taken.has(key); i += 1) key = `${wanted}_${i}`;
    taken.add(key);
    return key;
  });
}

function plainKey(capture: Capture): string {
  return capture.backupType === "file" ? `file_${basename(capture.source)}` : "services";
}
