// How far artifacts have been given to interfaces, and how fast.

export interface Transfer {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Over the last seconds; 0 at first. */
  readonly bytesPerSecond: number;
}

export interface Transfers {
  note(component: string, doneBytes: number, totalBytes: number): void;
  of(component: string): Transfer | undefined;
}

/** The rate is measured between marks this far apart, so that it neither jumps nor lags. */
const MARK_MILLISECONDS = 1000;

interface Tracked extends Transfer {
  readonly mark: { readonly at: number; readonly doneBytes: number };
}

export function createTransfers(now: () => number): Transfers {
  const byComponent = new Map<string, Tracked>();
  return {
    note: (component, doneBytes, totalBytes) => {
      const at = now();
      const known = byComponent.get(component);
      const isNew = known === undefined || doneBytes < known.doneBytes;
      const before: Tracked = isNew
        ? { doneBytes, totalBytes, bytesPerSecond: 0, mark: { at, doneBytes } }
        : { ...known, doneBytes, totalBytes };
      byComponent.set(component, measured(before, at));
    },
    of: (component) => byComponent.get(component),
  };
}

function measured(transfer: Tracked, at: number): Tracked {
  const elapsed = at - transfer.mark.at;
  const isFirst = transfer.bytesPerSecond === 0 && elapsed >= MARK_MILLISECONDS / 5;
  if (elapsed < MARK_MILLISECONDS && !isFirst) return transfer;
  const bytesPerSecond = ((transfer.doneBytes - transfer.mark.doneBytes) * 1000) / elapsed;
  return { ...transfer, bytesPerSecond, mark: { at, doneBytes: transfer.doneBytes } };
}
