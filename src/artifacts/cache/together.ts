// Several that want the same thing at the same time get one answer. It is given up when the last of them has been called off.

export interface Together<Answer> {
  /** Rejects with what the work rejects with, or with the signal's reason. */
  ask(
    key: string,
    signal: AbortSignal | undefined,
    work: (leaving: AbortController) => Promise<Answer>,
  ): Promise<Answer>;
}

interface Job<Answer> {
  readonly answer: Promise<Answer>;
  readonly leaving: AbortController;
  waiting: number;
  isSettled: boolean;
}

export function createTogether<Answer>(): Together<Answer> {
  const jobs = new Map<string, Job<Answer>>();
  const start = (key: string, work: (leaving: AbortController) => Promise<Answer>): Job<Answer> => {
    const leaving = new AbortController();
    const job: Job<Answer> = { answer: work(leaving), leaving, waiting: 0, isSettled: false };
    jobs.set(key, job);
    const settle = (): void => {
      job.isSettled = true;
      jobs.delete(key);
    };
    job.answer.then(settle, settle);
    return job;
  };
  return {
    ask: async (key, signal, work) => {
      // One that is being given up may still be at work on the same files.
      while (jobs.get(key)?.leaving.signal.aborted === true) await jobs.get(key)?.answer.catch(() => undefined);
      const job = jobs.get(key) ?? start(key, work);
      job.waiting += 1;
      try {
        return await unlessAborted(job.answer, signal);
      } finally {
        job.waiting -= 1;
        if (job.waiting === 0 && !job.isSettled) job.leaving.abort(signal?.reason);
      }
    },
  };
}

async function unlessAborted<Result>(result: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return await result;
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener("abort", leave, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
