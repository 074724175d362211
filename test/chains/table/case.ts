// What a case of the table is. The cases say what the protocol demands (interface-protocol, sections 2, 3 and 6) and were
// written by hand from its text; nothing here computes an expectation from how the program works.

export interface ChainCase {
  readonly name: string;
  /**
   * The order groups, lowest first; each component is `ID [No|Yes|Automatic] [no-rollback] [current]`: its id (one capital
   * letter), what NeedsArtifactReboot answers, whether SupportsRollback says No, and whether it already is up to date.
   */
  readonly groups: readonly (readonly string[])[];
  /**
   * What goes wrong: `error in A ArtifactInstall`. `A` may be several ids; the place may be a query or `host reboot`. A number
   * behind it means only that call of it, counted from 1. The things that happen:
   * - `error`: exits 1; `hang`: outlives the time-out; `say TEXT` (a query): prints that (`nothing`: an empty answer)
   * - `kill`, `interrupt`, `terminate`, `hangup`: the orchestrator gets SIGKILL, SIGINT, SIGTERM, SIGHUP while it runs (the
   *   first call of it, if no number says otherwise; several ids: when all of them run)
   * - `linger`: ends well, but some time later than it could
   */
  readonly faults: readonly string[];
  readonly runs: readonly Run[];
  /** The queries that stand in the chains of this case; calls of all others are left out of the comparison. */
  readonly queries?: readonly string[];
}

export interface Run {
  /** As it is typed; `install` gets the manifest as its last argument. */
  readonly command: string;
  readonly exit: number | "killed";
  /** Steps in order: `A ArtifactInstall`, `AB ArtifactInstall` for parallel calls in any order, `host reboot`. */
  readonly chain: readonly string[];
}

/** `run("install", 1, "A Download ArtifactInstall", "B Download")`: each phrase is ids and the states they go through. */
export function run(command: string, exit: number | "killed", ...phrases: readonly string[]): Run {
  return { command, exit, chain: phrases.flatMap(stepsOf) };
}

function stepsOf(phrase: string): readonly string[] {
  if (phrase === "host reboot") return [phrase];
  const [ids = "", ...states] = phrase.split(" ");
  return states.map((state) => `${ids} ${state}`);
}
