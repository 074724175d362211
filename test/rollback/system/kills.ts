// The moments at which the orchestrator is killed in the failing update: around records and calls (crash/real/moments.ts), and in the
// middle of captures and restores, as it starts one of the programs that they are made with.

export interface Kill {
  /** As crash/real/moments.ts names it. */
  readonly at?: string;
  /** A pattern of the shell that a command line matches (inside/killer). */
  readonly starting?: string;
}

export function nameOf(kill: Kill | undefined): string {
  return kill?.at ?? `starting ${kill?.starting}`;
}

export interface KillChain {
  /** The first is of `install`, each other one of the `resume` after it. */
  readonly kills: readonly Kill[];
  /** Exit code of the last `resume`. 0: only the way back was left, and taken; 2: there was nothing to resume. */
  readonly exitCode: 0 | 1 | 2;
}

/**
 * One of each type of record and of each call, spread over the components; of captures and restores the middles, too. Those on the way
 * back are reached by one deployment after the other.
 */
export const EVERYDAY: readonly KillChain[] = [
  { kills: [{ at: "writing the deployment #1" }], exitCode: 2 },
  { kills: [{ at: "in Download #3" }], exitCode: 1 },
  { kills: [{ at: "writing captureStarted #1" }], exitCode: 1 },
  { kills: [{ starting: "pg_dump *" }], exitCode: 1 },
  { kills: [{ at: "writing captureEnded well #1" }], exitCode: 1 },
  { kills: [{ at: "in ArtifactInstall #1" }], exitCode: 1 },
  { kills: [{ at: "writing callSpawned ArtifactInstall #2" }], exitCode: 1 },
  { kills: [{ at: "in NeedsArtifactReboot #2" }], exitCode: 1 },
  { kills: [{ at: "writing runStarted #1" }, { at: "in ArtifactCommit #3" }], exitCode: 1 },
  {
    kills: [
      { at: "writing callEnded ArtifactInstall well #3" },
      { at: "in SupportsRollback #1" },
      { starting: "systemctl * stop *" },
      { at: "writing restoreStarted #2" },
      { starting: "pg_restore *--exit-on-error*" },
    ],
    exitCode: 0,
  },
  {
    kills: [
      { at: "writing commandGiven ArtifactCommit #1" },
      { at: "in ArtifactRollback #1" },
      { starting: "systemctl * start *" },
      { at: "writing restoreEnded well #1" },
      { at: "writing eventHappened stateSettled #1" },
      { at: "in ArtifactFailure #1" },
      { at: "in Cleanup #1" },
      { at: "writing deploymentEnded #1" },
    ],
    exitCode: 0,
  },
];

const PROGRAMS = [
  ...["tar *--create*", "tar *--extract*", "sqlite3 *", "psql *", "pg_dump *", "pg_restore *--list*"],
  ...["pg_restore *--exit-on-error*", "systemctl * show *", "systemctl * stop *", "systemctl * daemon-reload"],
  ...["systemctl * disable *", "systemctl * start *"],
];

/** For `npm run test:long`. */
export function allKills(moments: readonly string[]): readonly Kill[] {
  return [...moments.map((at) => ({ at })), ...PROGRAMS.map((starting) => ({ starting }))];
}

/** The type of the record, or the call: where a record says which, without it. Sides of a moment are one. */
export function kindsOf(moments: readonly string[]): ReadonlySet<string> {
  const inside = moments.filter((name) => /^(writing|in) /.test(name));
  return new Set(inside.map((name) => name.replace(/^(writing (the )?\w+|in \w+).*$/, "$1")));
}
