// What options of the commands on manifests and keys may be: numbers, and times that lie ahead.

import { InvalidArgumentError } from "commander";

/** `2027-06-30`, a time as in RFC 3339, or a number of days from now on, such as `90d`. */
export type Expiry = { readonly kind: "at"; readonly time: string } | { readonly kind: "in"; readonly days: number };

const MAX_DAYS = 36_500;
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;

export function parseExpiry(text: string): Expiry {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined && Number(days) >= 1 && Number(days) <= MAX_DAYS) return { kind: "in", days: Number(days) };
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return { kind: "at", time: text.length === 10 ? `${text}T00:00:00Z` : text };
  throw new InvalidArgumentError(
    "It is a date such as 2027-06-30, a time as in RFC 3339, or days from now such as 90d.",
  );
}

export type SerialChoice = { readonly kind: "next" } | { readonly kind: "exact"; readonly serial: number };

export function parseSerial(text: string): SerialChoice {
  return text === "+1" ? { kind: "next" } : { kind: "exact", serial: parseCount(text) };
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError("It is a whole number of at least 1.");
}

/** Of an option that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
