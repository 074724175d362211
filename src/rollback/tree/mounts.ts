// Whether something is mounted at a path or below it. A tree with a mount in it cannot be put in another's place by a rename, and a
// copy of it would be a copy of another file system.

import { readFileSync } from "node:fs";
import { type RawName, rawOf, shown } from "./raw-name.js";

/** The first such mount point, for a message. */
export function mountAtOrBelow(path: string): string | undefined {
  const raw = rawOf(path);
  const found = mountPoints().find((point) => point === raw || point.startsWith(raw === "/" ? raw : `${raw}/`));
  return found === undefined ? undefined : shown(found);
}

function mountPoints(): readonly RawName[] {
  const lines = readFileSync("/proc/self/mountinfo", "latin1").split("\n");
  return lines.flatMap((line) => {
    const point = line.split(" ")[4];
    return point === undefined ? [] : [unescapeOctal(point)];
  });
}

function unescapeOctal(text: string): RawName {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
