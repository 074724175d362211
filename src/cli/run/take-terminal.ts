// A block of lines that is redrawn while something runs, with the log above it.

import type { Session } from "../session.js";
import type { Screen } from "./screen.js";

const REDRAW_MILLISECONDS = 100;

/** Sends the log above the block and draws on a timer, until the function it returns is called, or the process exits. */
export function takeTerminal(session: Session, screen: Screen, draw: () => void): () => void {
  const writeLogLine = session.writeLogLine;
  session.writeLogLine = (line) => screen.above(line);
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  const close = () => screen.close();
  process.once("exit", close);
  return () => {
    clearInterval(timer);
    process.off("exit", close);
    close();
    session.writeLogLine = writeLogLine;
  };
}
