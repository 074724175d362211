// The payloads of a stream, one after the other: what was left of one is skipped when the next is entered. One user at a time;
// whoever leaves in between loses nothing for the next.

import { createHash, type Hash } from "node:crypto";
import { invariant } from "../../../base/index.js";
import type { ByteQueue } from "../byte-queue.js";
import {
  artifactOf,
  type BundleHead,
  checkSum,
  endCutOff,
  enterMember,
  takeEnd,
  takePadding,
  truncated,
} from "../read-head.js";
import type { Leaving } from "./signalling.js";

export interface Passage {
  /** Goes to the beginning of a payload, skipping those before. Rejects with BUNDLE_…, and then always. */
  enter(index: number): Promise<void>;
  hasEntered(index: number): boolean;
  /** Of the one that was entered. Ends early where it is left. */
  payload(leaving?: Leaving): AsyncGenerator<Buffer, void, void>;
  /** That what has passed is the artifact of the index. */
  verify(): void;
  /** That nothing stands behind the last payload, once it has passed: waits for the end of the stream. Rejects with BUNDLE_…. */
  finish(): Promise<void>;
  /** Whether there is nothing more to be had. */
  isBroken(): boolean;
}

export function createPassage(queue: ByteQueue, head: BundleHead): Passage {
  const { index, layout, headers } = head;
  let entered = -1;
  let rest = 0;
  let isBroken = false;
  let hash: Hash | undefined;
  let entering: { readonly index: number; readonly done: Promise<void> } | undefined;

  const look = async (): Promise<Buffer> => {
    const seen = await queue.look();
    const artifact = index.artifacts[entered];
    if (seen === undefined) throw artifact === undefined ? endCutOff() : truncated(artifactOf(artifact));
    return seen.subarray(0, rest);
  };
  const take = (count: number): void => {
    rest -= count;
    queue.take(count);
  };
  const skipRest = async (): Promise<void> => {
    while (rest > 0) take((await look()).length);
    const member = layout.payloads[entered];
    if (member !== undefined) await takePadding(queue, member);
  };
  const step = async (): Promise<void> => {
    await skipRest();
    const [member, header] = [layout.payloads[entered + 1], headers[entered + 1]];
    invariant(member !== undefined && header !== undefined, "only payloads that are there are entered");
    await enterMember(queue, member, layout);
    entered += 1;
    rest = member.sizeBytes;
    hash = createHash("sha256").update(header);
  };
  const orBroken = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (thrown) {
      isBroken = true;
      throw thrown;
    }
  };
  return {
    enter: async (wanted) => {
      if (entered === wanted) return;
      invariant(entering === undefined || entering.index === wanted, "one payload is entered at a time");
      entering ??= {
        index: wanted,
        done: orBroken(async () => {
          while (entered < wanted) await step();
          entering = undefined;
        }),
      };
      await entering.done;
    },
    hasEntered: (wanted) => entered >= wanted,
    payload: async function* (leaving) {
      while (rest > 0) {
        const looking = orBroken(look);
        const seen = await (leaving === undefined ? looking : leaving.or(looking));
        if (seen === undefined) return;
        take(seen.length);
        hash?.update(seen);
        yield seen;
      }
    },
    verify: () => {
      const artifact = index.artifacts[entered];
      if (artifact !== undefined && hash !== undefined && rest === 0) {
        checkSum(artifactOf(artifact), artifact.sha256, hash.digest("hex"));
      }
    },
    finish: async () => {
      const member = layout.payloads[entered];
      if (member === undefined || rest > 0 || entered < layout.payloads.length - 1) return;
      await orBroken(async () => {
        await takePadding(queue, member);
        await takeEnd(queue);
      });
    },
    isBroken: () => isBroken,
  };
}
