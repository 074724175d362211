// The outside world that everything else needs: time and randomness. Real ones are made in app/wire.ts; the simulated
// world brings its own, so that one seed gives one history.

export interface Clock {
  /** Milliseconds since the Unix epoch. May jump: a gateway without a battery starts in 1970. */
  now(): number;
  /** Milliseconds of a clock that never jumps; only differences mean something. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Log {
  trace(message: string, facts?: LogFacts): void;
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warning(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean>>;
