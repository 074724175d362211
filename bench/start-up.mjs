// How long the program takes to say its version, against an empty Node program: what is paid on every call.

import { interleave, measure, median } from "./measure.mjs";
import { program } from "./system.mjs";

const ROUNDS = 31;

export async function benchStartUp() {
  const [ours, bare] = await interleave(
    ROUNDS,
    () => measure(process.execPath, [program, "--version"]),
    () => measure(process.execPath, ["-e", "0"]),
  );
  const [our, their] = [ours, bare].map((runs) => median(runs.map((run) => run.milliseconds)));
  return [
    {
      what: "start-up",
      measured: `--version ${our.toFixed(0)} ms`,
      against: `node -e 0 ${their.toFixed(0)} ms`,
      figure: our / their,
      aim: 1.5,
    },
  ];
}
