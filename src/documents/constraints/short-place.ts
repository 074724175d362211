// A place as it is kept with a deployment. The text of the line is for printing, and a document on one line would be kept
// once for each of its rows.

import type { SourceLocation } from "../../base/index.js";

const LONGEST_LINE = 400;

export function shortPlace({ lineText, ...place }: SourceLocation): SourceLocation {
  return lineText === undefined || lineText.length > LONGEST_LINE ? place : { ...place, lineText };
}
