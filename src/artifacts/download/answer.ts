// What the head of an answer means for a download: the whole artifact, the rest of it, or that it is still the same. Pure; every
// answer that is none of them is an error with a name.

import type { IncomingHttpHeaders } from "node:http";
import { type DownloadErrorCode, downloadFault } from "./fault.js";

/** What the server will recognise the same content by: a strong ETag, else the date of its last change. */
export type Validator = { readonly kind: "etag" | "date"; readonly value: string };

/** What is held already of an artifact, and what the server said of it. */
export interface Held {
  readonly bytes: number;
  readonly sizeBytes: number;
  readonly validator: Validator;
}

export type Meaning =
  /** `startsAt` is 0, or the number of bytes that are held. */
  | {
      readonly kind: "content";
      readonly startsAt: number;
      readonly sizeBytes: number;
      readonly validator: Validator | undefined;
    }
  /** Held completely, and unchanged. */
  | { readonly kind: "unchanged" };

export interface Head {
  /** As it may be shown. */
  readonly address: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export function headersFor(held: Held | undefined): Readonly<Record<string, string>> {
  if (held === undefined) return {};
  const { kind, value } = held.validator;
  if (held.bytes === held.sizeBytes) return { [kind === "etag" ? "if-none-match" : "if-modified-since"]: value };
  return { range: `bytes=${held.bytes}-`, "if-range": value };
}

/** Throws DOWNLOAD_…. */
export function meaningOf(head: Head, held: Held | undefined, maxSizeBytes: number): Meaning {
  refuseStatus(head, held);
  if (head.status === 304) return { kind: "unchanged" };
  refuseEncoding(head);
  if (head.status === 206 && held !== undefined) return rest(head, held);
  const sizeBytes = lengthOf(head);
  if (sizeBytes > maxSizeBytes) {
    const sizes = `${sizeBytes} bytes, and may have ${maxSizeBytes}`;
    throw downloadFault("DOWNLOAD_TOO_LARGE", `${head.address} has ${sizes}`);
  }
  return { kind: "content", startsAt: 0, sizeBytes, validator: validatorOf(head.headers) };
}

function refuseStatus(head: Head, held: Held | undefined): void {
  const { address, status, headers } = head;
  const isComplete = held !== undefined && held.bytes === held.sizeBytes;
  if (status === 200 || (status === 304 && isComplete) || (status === 206 && held !== undefined && !isComplete)) return;
  const retryAfter = headers["retry-after"];
  const facts = { status, ...(retryAfter === undefined ? {} : { retryAfter: retryAfter.slice(0, 100) }) };
  throw downloadFault(codeOf(status), `${address}: the server answers ${status}`, { facts });
}

function codeOf(status: number): DownloadErrorCode {
  if (status === 404 || status === 410) return "DOWNLOAD_NOT_FOUND";
  if (status === 401 || status === 403) return "DOWNLOAD_DENIED";
  if (status === 429) return "DOWNLOAD_BUSY";
  if (status === 416) return "DOWNLOAD_RANGE_WRONG";
  return status === 408 || status >= 500 ? "DOWNLOAD_SERVER_FAILED" : "DOWNLOAD_ANSWER_INVALID";
}

function refuseEncoding({ address, headers }: Head): void {
  const encoding = headers["content-encoding"];
  if (encoding === undefined || encoding.toLowerCase() === "identity") return;
  const shown = JSON.stringify(encoding.slice(0, 40));
  throw downloadFault("DOWNLOAD_ENCODED", `${address} is sent with the Content-Encoding ${shown}`);
}

/** Exactly what was asked for: from what is held to the end of an artifact of the same size, with the same validator. */
function rest({ address, headers }: Head, held: Held): Meaning {
  const validator = validatorOf(headers);
  if (validator !== undefined && validator.kind === held.validator.kind && validator.value !== held.validator.value) {
    throw changedFault(address);
  }
  const expected = `bytes ${held.bytes}-${held.sizeBytes - 1}/${held.sizeBytes}`;
  const length = headers["content-length"];
  const isWhole = length === undefined || Number(length) === held.sizeBytes - held.bytes;
  if (headers["content-range"]?.trim() === expected && isWhole) {
    return { kind: "content", startsAt: held.bytes, sizeBytes: held.sizeBytes, validator: held.validator };
  }
  const got = JSON.stringify(headers["content-range"]?.slice(0, 100) ?? "nothing");
  throw downloadFault(
    "DOWNLOAD_RANGE_WRONG",
    `${address}: asked for ${JSON.stringify(expected)}, the server sent ${got}`,
  );
}

export function changedFault(address: string) {
  return downloadFault("DOWNLOAD_CHANGED", `${address} is not the same any more as when its download began`);
}

function lengthOf({ address, headers }: Head): number {
  const length = headers["content-length"];
  if (length !== undefined && /^\d{1,20}$/.test(length)) return Number(length);
  throw downloadFault("DOWNLOAD_SIZE_UNKNOWN", `${address} comes without a Content-Length`);
}

function validatorOf(headers: IncomingHttpHeaders): Validator | undefined {
  const { etag, "last-modified": date } = headers;
  if (etag !== undefined && /^"[^"]{0,1000}"$/.test(etag)) return { kind: "etag", value: etag };
  return date === undefined || date.length > 100 ? undefined : { kind: "date", value: date };
}
