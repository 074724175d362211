// Work that changes the data store: one process at a time.

import type { AppContext } from "./context.js";

/** Throws DATASTORE_LOCKED at once when another process works on the data store. */
export async function underLock<Answer>(context: AppContext, work: () => Promise<Answer>): Promise<Answer> {
  const lock = await context.wire.datastore.lock();
  try {
    return await work();
  } finally {
    lock.release();
  }
}
