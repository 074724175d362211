// Tells when a program stands still: the reader waits for it, the source does not hold it up, and nothing has moved for too
// long. A slow reader or a slow source is not the program's fault.

type Side = "reader" | "source";

export interface Patience {
  /** From now on the program, and not this side, is what is waited for. Also says that something has moved. */
  expect(side: Side): void;
  /** From now on this side is what is waited for. */
  rest(side: Side): void;
  isOver(): boolean;
  end(): void;
}

/** @param give called once, when it is over */
export function createPatience(seconds: number, give: () => void): Patience {
  const resting = new Set<Side>();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const restart = () => {
    clearTimeout(timer);
    if (resting.size > 0) return;
    timer = setTimeout(() => {
      isOver = true;
      give();
    }, seconds * 1000);
  };
  return {
    expect: (side) => {
      resting.delete(side);
      restart();
    },
    rest: (side) => {
      resting.add(side);
      clearTimeout(timer);
    },
    isOver: () => isOver,
    end: () => clearTimeout(timer),
  };
}
