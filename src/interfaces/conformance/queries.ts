// Asks everything that changes nothing, and judges the answers (interface-protocol, section 2).

import { basename } from "node:path";
import type { Query } from "../../model/index.js";
import { faultOfId, type KeyValues, parseKeyValues, repeatedKey } from "../key-values.js";
import type { Findings } from "./findings.js";
import type { Answer, Probe } from "./probe.js";
import type { ConformanceRequest } from "./request.js";
import type { RuleId } from "./rules.js";
import { quoted } from "./sentences.js";

/** No protocol will ever have a state of this name. */
const UNKNOWN_ARGUMENT = "ConformanceUnknownArgument";

const CHOICES: readonly (readonly [query: Query, rule: RuleId, answers: readonly string[]])[] = [
  ["NeedsUnpackedArtifact", "needs-unpacked-artifact", ["Yes", "No"]],
  ["ProvidePayloadFileSizes", "provide-payload-file-sizes", ["Yes", "No"]],
  ["NeedsArtifactReboot", "needs-artifact-reboot", ["No", "Yes", "Automatic"]],
  ["SupportsRollback", "supports-rollback", ["Yes", "No"]],
];

export async function checkQueries(request: ConformanceRequest, probe: Probe, findings: Findings): Promise<void> {
  const isStarted = await checkUnknownArgument(probe, findings);
  if (!isStarted) return;
  const provides = await answerTo("Provides", probe, findings);
  if (provides !== undefined) judgeProvides(request, parseKeyValues(provides), findings);
  const inventory = await answerTo("Inventory", probe, findings);
  if (inventory !== undefined) findings.settle("inventory-lines", faultOfLines(parseKeyValues(inventory), "Inventory"));
  await checkIdentity(request, probe, findings);
  for (const [query, rule, answers] of CHOICES) {
    const answer = (await answerTo(query, probe, findings))?.trim();
    if (answer === undefined) continue;
    const isAllowed = answer === "" || answers.includes(answer);
    findings.settle(rule, isAllowed ? undefined : `${query} answered ${quoted(answer)}`);
  }
}

/** Whether the interface can be started at all. */
async function checkUnknownArgument(probe: Probe, findings: Findings): Promise<boolean> {
  const answer = await probe.call(UNKNOWN_ARGUMENT);
  const { end } = answer;
  if (end.kind === "notStarted") {
    findings.breaks("starts", end.message);
    return false;
  }
  findings.holds("starts");
  if (!endedInTime(answer, `the first argument ${UNKNOWN_ARGUMENT}`, findings)) return true;
  const problem = exitProblem(answer) ?? (answer.stdout === "" ? undefined : `printed ${quoted(answer.stdout)}`);
  findings.settle("unknown-argument", problem === undefined ? undefined : `with ${UNKNOWN_ARGUMENT} it ${problem}`);
  return true;
}

/** What the query printed; undefined when it failed, which is then noted. */
export async function answerTo(query: Query, probe: Probe, findings: Findings): Promise<string | undefined> {
  const answer = await probe.call(query);
  if (!endedInTime(answer, query, findings)) return undefined;
  const problem = exitProblem(answer);
  const said = answer.stderr.trim() === "" ? "" : `: ${quoted(answer.stderr.trim().split("\n").at(-1) ?? "")}`;
  findings.settle("query-exit", problem === undefined ? undefined : `${query} ${problem}${said}`);
  return problem === undefined ? answer.stdout : undefined;
}

function endedInTime(answer: Answer, call: string, findings: Findings): boolean {
  const isLate = answer.end.kind === "ended" && answer.end.cause === "timeout";
  findings.settle("time-limit", isLate ? `${call} did not end` : undefined);
  return !isLate;
}

function exitProblem({ end }: Answer): string | undefined {
  switch (end.kind) {
    case "exited":
      return end.exitCode === 0 ? undefined : `exited ${end.exitCode}`;
    case "signalled":
      return `was ended by ${end.signalName}`;
    case "notStarted":
      return `could not be started: ${end.message}`;
    case "ended":
      return end.cause === "flood" ? "printed more than an answer may be long" : "was ended";
  }
}

function judgeProvides(request: ConformanceRequest, lines: KeyValues, findings: Findings): void {
  const repeated = lines.ok ? repeatedKey(lines.values) : undefined;
  const fault = repeated === undefined ? faultOfLines(lines, "Provides") : `Provides has ${repeated} twice`;
  findings.settle("provides-lines", fault);
  if (request.dialect === "2024") {
    findings.skips(["provides-version", "provides-device-type"], "a rule of the 2026 dialect");
  } else if (lines.ok) {
    judgeKeys(new Set(lines.values.map(([key]) => key)), basename(request.path), findings);
  }
}

function judgeKeys(keys: ReadonlySet<string>, interfaceName: string, findings: Findings): void {
  const versions = ["rootfs-image.version", `rootfs-image.${interfaceName}.version`];
  const found = versions.filter((key) => keys.has(key));
  const words = `Provides has ${found.length === 0 ? "neither" : "both"} of ${versions.join(" and ")}`;
  findings.settle("provides-version", found.length === 1 ? undefined : words);
  findings.settle("provides-device-type", keys.has("device_type") ? "Provides has device_type" : undefined);
}

function faultOfLines(lines: KeyValues, query: Query): string | undefined {
  return lines.ok ? undefined : `${query}: ${lines.message}`;
}

async function checkIdentity(request: ConformanceRequest, probe: Probe, findings: Findings): Promise<void> {
  if (request.dialect === "2024") {
    findings.skips(["identity-line"], "a query of the 2026 dialect");
    return;
  }
  const answer = (await answerTo("Identity", probe, findings))?.trim();
  if (answer === undefined) return;
  findings.settle("identity-line", faultOfIdentity(answer));
}

function faultOfIdentity(answer: string): string | undefined {
  if (answer === "") return undefined;
  if (!answer.startsWith("id=")) return `Identity printed ${quoted(answer)}`;
  const fault = faultOfId(answer.slice("id=".length));
  return fault === undefined ? undefined : `Identity printed ${quoted(answer)}: ${fault}`;
}
