// A download as one stream of bytes: a connection that breaks is taken up where it broke, as long as the server still has the
// same content, and nobody who reads notices.

import type { IncomingMessage } from "node:http";
import { OrchestratorError } from "../../base/index.js";
import { shownLocation } from "../../model/index.js";
import { changedFault, type Held, headersFor, type Meaning, meaningOf, type Validator } from "./answer.js";
import { connectionFault } from "./causes.js";
import { downloadFault } from "./fault.js";
import { follow } from "./follow.js";
import { MAX_ATTEMPTS, MAX_QUICK_ATTEMPTS } from "./limits.js";
import { paced } from "./paced.js";
import { createPatience, type Patience } from "./patience.js";
import type { Sending } from "./send.js";
import { parseUrl } from "./url.js";

export interface DownloadOptions {
  /** Ends it, wherever it is; what is awaited then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** The beginning, from an earlier download: the rest is asked for, or whether it is unchanged where all is held. */
  readonly held?: Held;
  /** What is held was handed on already: another content is DOWNLOAD_CHANGED, not a fresh start. */
  readonly isBinding?: boolean;
  /** Few attempts: somebody waits. */
  readonly isQuick?: boolean;
}

export type Download =
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "content";
      readonly sizeBytes: number;
      /** Undefined where the server gives nothing to recognise the content by. */
      readonly validator: Validator | undefined;
      /** Where the chunks begin: behind what is held, or at 0. */
      readonly startsAt: number;
      /** Once, and to be left or read to the end. */
      readonly chunks: AsyncGenerator<Buffer, void, void>;
    };

interface Course extends DownloadOptions {
  readonly sending: Sending;
  readonly url: URL;
  readonly address: string;
  readonly patience: Patience;
}

type Answer = Meaning & { readonly body: IncomingMessage };
type Content = Extract<Answer, { kind: "content" }>;

/** Rejects with DOWNLOAD_… or CONFIG_INVALID. */
export async function startDownload(sending: Sending, location: string, options: DownloadOptions): Promise<Download> {
  const maxAttempts = options.isQuick === true ? MAX_QUICK_ATTEMPTS : MAX_ATTEMPTS;
  const patience = createPatience({ world: sending.world, maxAttempts, signal: options.signal });
  const address = shownLocation(location);
  const course: Course = { ...options, sending, url: parseUrl(location), address, patience };
  const answer = await untilItWorks(course, () => firstAnswer(course));
  if (answer.kind === "unchanged") return answer;
  const { held, isBinding = false } = options;
  const startsAt = isBinding && held !== undefined ? held.bytes : answer.startsAt;
  const { sizeBytes, validator } = answer;
  return { kind: "content", sizeBytes, validator, startsAt, chunks: chunksOf(course, answer, startsAt) };
}

async function firstAnswer(course: Course): Promise<Answer> {
  const { held, isBinding } = course;
  if (held !== undefined && isBinding === true) return await continued(course, held);
  try {
    return await ask(course, held);
  } catch (thrown) {
    if (held === undefined || !isStale(thrown)) throw thrown;
    return await ask(course, undefined);
  }
}

/** What is held is of no use with this server, and nobody has got any of it. */
function isStale(thrown: unknown): boolean {
  const codes = ["DOWNLOAD_RANGE_WRONG", "DOWNLOAD_CHANGED"];
  return thrown instanceof OrchestratorError && codes.includes(thrown.code);
}

async function ask({ sending, url, address, signal }: Course, held: Held | undefined): Promise<Answer> {
  const body = await follow(sending, { url, signal, headers: headersFor(held) });
  try {
    const head = { address, status: body.statusCode ?? 0, headers: body.headers };
    const meaning = meaningOf(head, held, sending.world.settings.maxSizeBytes);
    if (meaning.kind === "unchanged") body.destroy();
    return { ...meaning, body };
  } catch (thrown) {
    body.destroy();
    throw thrown;
  }
}

/** The same content again, from the start or from where it was left. */
async function continued(course: Course, held: Held): Promise<Content> {
  const answer = await ask(course, held);
  if (answer.kind === "content" && isSame(answer, held)) return answer;
  answer.body.destroy();
  throw changedFault(course.address);
}

function isSame({ sizeBytes, validator }: Content, held: Held): boolean {
  return (
    sizeBytes === held.sizeBytes && validator?.kind === held.validator.kind && validator.value === held.validator.value
  );
}

async function untilItWorks<Result>(course: Course, attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (thrown) {
      await course.patience.afterFailure(thrown);
    }
  }
}

async function* chunksOf(course: Course, first: Content, startsAt: number): AsyncGenerator<Buffer, void, void> {
  let position = startsAt;
  for (let answer = first; ; ) {
    try {
      for await (const chunk of wantedOf(course, answer, position)) {
        course.patience.received(chunk.length);
        position += chunk.length;
        yield chunk;
      }
      return;
    } catch (thrown) {
      if (position === first.sizeBytes) return; // all is there, and only the connection did not end well
      await course.patience.afterFailure(resumable(course, { thrown, position, validator: answer.validator }));
    }
    answer = await takenUp(course, answer, position);
  }
}

/** The bytes from a position on; throws when there are fewer or more than was announced. */
async function* wantedOf(course: Course, answer: Content, position: number): AsyncGenerator<Buffer, void, void> {
  const { address, sending } = course;
  const { clock, settings } = sending.world;
  let at = answer.startsAt;
  try {
    for await (const chunk of paced(answer.body, { ...settings, clock, address })) {
      const known = Math.min(Math.max(position - at, 0), chunk.length);
      at += chunk.length;
      if (at > answer.sizeBytes) {
        throw downloadFault("DOWNLOAD_TOO_LARGE", `${address}: more came than the ${answer.sizeBytes} bytes announced`);
      }
      if (known < chunk.length) yield known === 0 ? chunk : chunk.subarray(known);
    }
  } catch (thrown) {
    throw connectionFault(address, thrown);
  }
  if (at < answer.sizeBytes) {
    throw downloadFault("DOWNLOAD_INTERRUPTED", `${address} ended after ${at} of ${answer.sizeBytes} bytes`);
  }
}

async function takenUp(course: Course, { sizeBytes, validator }: Content, position: number): Promise<Content> {
  return await untilItWorks(course, async () => {
    if (validator !== undefined && position > 0) {
      return await continued(course, { bytes: position, sizeBytes, validator });
    }
    const answer = await ask(course, undefined);
    if (answer.kind === "content" && answer.sizeBytes === sizeBytes) return answer;
    answer.body.destroy();
    throw changedFault(course.address);
  });
}

interface Break {
  readonly thrown: unknown;
  readonly position: number;
  readonly validator: Validator | undefined;
}

/** Without anything to recognise the content by, the rest could be the rest of something else. */
function resumable({ address }: Course, { thrown, position, validator }: Break): unknown {
  if (validator !== undefined || position === 0 || !(thrown instanceof OrchestratorError)) return thrown;
  return new OrchestratorError({
    code: "DOWNLOAD_ANSWER_INVALID",
    message: `${thrown.message}; the server gives ${address} no strong ETag and no Last-Modified, so it cannot be taken up again`,
    hint: "Let the server send one of the two; or make the connection better.",
    cause: thrown,
  });
}
