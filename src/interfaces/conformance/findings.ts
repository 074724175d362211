// Collects what a run showed about each rule. A rule that was tried and never broken has passed; one that was never
// tried is skipped, with the reason.

import { RULES, type Rule, type RuleId } from "./rules.js";

export interface Finding extends Rule {
  readonly verdict: "pass" | "fail" | "skip";
  /** What broke the rule, one sentence each; for a skipped rule, why. */
  readonly details: readonly string[];
}

export interface Findings {
  /** The rule held. */
  holds(rule: RuleId): void;
  breaks(rule: RuleId, detail: string): void;
  /** The rule holds if there is no problem. */
  settle(rule: RuleId, problem: string | undefined): void;
  /** Why the rules that are not tried are not. */
  skips(rules: readonly RuleId[], reason: string): void;
  hasBroken(rule: RuleId): boolean;
  list(): readonly Finding[];
}

export function createFindings(): Findings {
  const tried = new Map<RuleId, string[]>();
  const skipped = new Map<RuleId, string>();
  const problemsOf = (rule: RuleId): string[] => {
    const problems = tried.get(rule) ?? [];
    tried.set(rule, problems);
    return problems;
  };
  const findings: Findings = {
    holds: (rule) => void problemsOf(rule),
    breaks(rule, detail) {
      const problems = problemsOf(rule);
      if (!problems.includes(detail)) problems.push(detail);
    },
    settle: (rule, problem) => (problem === undefined ? findings.holds(rule) : findings.breaks(rule, problem)),
    skips(rules, reason) {
      for (const rule of rules) if (!skipped.has(rule)) skipped.set(rule, reason);
    },
    hasBroken: (rule) => (tried.get(rule)?.length ?? 0) > 0,
    list: () => RULES.map((rule) => findingOf(rule, tried.get(rule.id), skipped.get(rule.id))),
  };
  return findings;
}

function findingOf(rule: Rule, problems: readonly string[] | undefined, skipReason: string | undefined): Finding {
  if (problems === undefined) return { ...rule, verdict: "skip", details: [skipReason ?? "not reached"] };
  return { ...rule, verdict: problems.length === 0 ? "pass" : "fail", details: problems };
}
