// The fuzzer's command line: TARGET [--seconds N] [--executions N] [--seed N] [--at INDEX] [--input FILE]. Prints how many inputs
// were tried; a finding with its input, and how to have it again. Exits with 1 then.

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, Worker } from "node:worker_threads";
import { targetOf } from "./targets/index.js";
import { inputOf, type Job, type Report, work } from "./work.js";

/** For how long one input may keep the thread before it is taken for a loop without end. */
const STILL_SECONDS = 20;
const MOST_HEAP_MIB = 768;

function jobOf(args: readonly string[]): Job {
  const option = { type: "string" } as const;
  const options = { seconds: option, executions: option, seed: option, at: option, input: option };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { seconds, executions, seed, at, input } = values;
  const isOne = at !== undefined || input !== undefined;
  return {
    target: positionals[0] ?? "",
    seed: Number(seed ?? Date.now() % 1_000_000),
    from: Number(at ?? 0),
    executions: isOne ? 1 : Number(executions ?? Number.MAX_SAFE_INTEGER),
    seconds: Number(seconds ?? (executions === undefined ? 10 : Number.MAX_SAFE_INTEGER)),
    input: input === undefined ? null : readFileSync(input),
    position: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function run(job: Job): Promise<Report> {
  const limits = { maxOldGenerationSizeMb: MOST_HEAP_MIB };
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: job, resourceLimits: limits });
  const finding = (reason: string): Report => ({ kind: "finding", index: Atomics.load(job.position, 0), reason });
  return new Promise((resolve) => {
    const watch = watchPosition(job.position, () => done(finding("it does not come to an end")));
    let isDone = false;
    const done = (report: Report) => {
      if (isDone) return;
      isDone = true;
      clearInterval(watch);
      void worker.terminate().then(() => resolve(report));
    };
    worker.once("message", done);
    worker.once("error", (thrown) => done(finding(`thrown by nobody's fault: ${thrown.stack ?? thrown.message}`)));
    worker.once("exit", () => done(finding("the thread ended")));
  });
}

/** The thread waits for what never comes by itself (work.ts); only one that is busy stands still for so long. */
function watchPosition(position: Int32Array, give: () => void): NodeJS.Timeout {
  let [last, stillFor] = [-1, 0];
  return setInterval(() => {
    const now = Atomics.load(position, 0);
    stillFor = now === last ? stillFor + 1 : 0;
    last = now;
    if (stillFor > STILL_SECONDS) give();
  }, 1000);
}

async function show(job: Job, report: Report): Promise<number> {
  if (report.kind === "end") {
    const { executions, seconds, heldBytes } = report;
    const growth = `${(heldBytes / 2 ** 20).toFixed(1)} MiB more held`;
    say(`${job.target}: ${executions} executions in ${seconds.toFixed(1)} s, seed ${job.seed}, ${growth}, no finding`);
    return 0;
  }
  const { index, reason } = report;
  const input = inputOf(await targetOf(job.target), job, index);
  const path = join(mkdtempSync(join(tmpdir(), "orchestrator-finding-")), `${job.target}-${job.seed}-${index}`);
  writeFileSync(path, input);
  say(`${job.target}: a finding after ${index - job.from + 1} executions, seed ${job.seed}, input ${index}: ${reason}`);
  say(`${input.length} bytes: ${input.subarray(0, 200).toString("base64")}${input.length > 200 ? "…" : ""}`);
  say(`again: npm run fuzz -- ${job.target} --seed ${job.seed} --at ${index}, or --input ${path}`);
  return 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (isMainThread) {
  const job = jobOf(process.argv.slice(2));
  process.exitCode = await show(job, await run(job));
} else await work();
