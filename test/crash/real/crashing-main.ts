// The real program, whose journal and interfaces are wrapped so that it kills itself at one chosen moment. CRASH_AT is the
// number of the moment, from 1, or its name (moments.ts); with 0 it only counts, and writes the counts to CRASH_COUNTS.
// CRASH_SIDES=both has a moment on either side of each write and each call, otherwise one: before the write, and while the call
// runs.

import { writeFileSync } from "node:fs";
import * as app from "../../../src/app/index.js";
import { runCli } from "../../../src/cli/index.js";
import { createMoments, kindOf } from "./moments.js";

type Context = ReturnType<typeof app.createContext>;
type Datastore = Context["wire"]["datastore"];
type OpenDeployment = ReturnType<Datastore["deployments"]["create"]>;
type Interfaces = ReturnType<Context["wire"]["interfaces"]>;

const crashAt = process.env["CRASH_AT"];
const bothSides = process.env["CRASH_SIDES"] === "both";
const moments = createMoments();
/** `creations`: the moment before each deployment was made. */
const counts = { writes: 0, calls: 0, moments: moments.names, creations: [] as number[] };

function moment(kind: string): void {
  const name = moments.next(kind);
  if (crashAt === name || crashAt === String(moments.names.length)) process.kill(process.pid, "SIGKILL");
}

function around<Result>(kind: string, write: () => Result): Result {
  counts.writes += 1;
  moment(`writing ${kind}`);
  const result = write();
  if (bothSides) moment(`after ${kind}`);
  return result;
}

function crashingContext(input: app.ContextInput): Context {
  const context = app.createContext(input);
  const { wire } = context;
  return {
    ...context,
    wire: {
      ...wire,
      datastore: crashingDatastore(wire.datastore),
      interfaces: (...settings) => crashingInterfaces(wire.interfaces(...settings)),
    },
  };
}

/** With that of every system in it. */
function crashingDatastore(datastore: Datastore): Datastore {
  const { deployments } = datastore;
  return {
    ...datastore,
    deployments: {
      ...deployments,
      create: (deployment) => {
        counts.creations.push(moments.names.length + 1);
        return crashingJournal(around("the deployment", () => deployments.create(deployment)));
      },
      open: (id) => crashingJournal(deployments.open(id)),
    },
    ofSystem: (name) => crashingDatastore(datastore.ofSystem(name)),
  };
}

function crashingJournal(deployment: OpenDeployment): OpenDeployment {
  const { journal } = deployment;
  const append: typeof journal.append = (record) => around(kindOf(record), () => journal.append(record));
  const wrapped = Object.create(journal, { append: { value: append } }) as typeof journal;
  return { ...deployment, journal: wrapped };
}

type OnSpawned = Parameters<Interfaces["callState"]>[0]["onSpawned"];

function crashingInterfaces(interfaces: Interfaces): Interfaces {
  const crashing = <Call extends { readonly onSpawned: OnSpawned }>(name: string, call: Call): Call => {
    if (bothSides) moment(`before ${name}`);
    const onSpawned: OnSpawned = (process) => {
      counts.calls += 1;
      moment(`in ${name}`);
      call.onSpawned(process);
    };
    return { ...call, onSpawned };
  };
  return {
    ...interfaces,
    callState: (call) => interfaces.callState(crashing(call.state, call)),
    askNeedsReboot: (call) => interfaces.askNeedsReboot(crashing("NeedsArtifactReboot", call)),
    askSupportsRollback: (call) => interfaces.askSupportsRollback(crashing("SupportsRollback", call)),
    askProvides: (call) => interfaces.askProvides(crashing("Provides", call)),
  };
}

const exitCode = await runCli(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    programName: "orchestrator",
    programVersion: "0",
  },
  {
    loadApp: async () => ({ ...app, createContext: crashingContext }) as never,
    signals: process,
    now: Date.now,
  },
);
const countsPath = process.env["CRASH_COUNTS"];
if (countsPath !== undefined) writeFileSync(countsPath, JSON.stringify(counts));
process.exit(exitCode);
