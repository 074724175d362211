// A requirement between two types, asked of a box: no version of the one that the requirement speaks of may stand beside a
// version of the other that it does not include.

import type { Requirement } from "../../model/index.js";
import { versionsIn } from "./box.js";
import type { Matching } from "./matching.js";
import { typesRequiredOffline } from "./offline.js";
import type { Rule } from "./rule.js";

export function requirementRule(requirement: Requirement, installed: ReadonlySet<string>, matches: Matching): Rule {
  const { type, version, needs, path } = requirement;
  const isPresent = installed.has(type) && installed.has(needs.type);
  return {
    name: path,
    types: isPresent ? [...new Set([type, needs.type])] : [],
    offline: typesRequiredOffline(requirement),
    refusedIn: (box) => {
      const bound = versionsIn(box, type).filter((each) => matches(version, each));
      for (const own of bound) {
        const others = type === needs.type ? [own] : versionsIn(box, needs.type);
        const missing = others.find((each) => !matches(needs.version, each));
        if (missing !== undefined)
          return [
            { type, version: own },
            { type: needs.type, version: missing },
          ];
      }
      return undefined;
    },
  };
}
