// `show-provides` and `show-inventory`. The human form is the protocol's: other programs parse it.

import { compareComponents, componentKey } from "../../model/index.js";
import type { ComponentFacts, FactsAnswer } from "../app-types.js";
import { errorAsJson, writeError } from "../errors.js";
import type { OutputFormat } from "../global-options.js";
import type { Session } from "../session.js";

/** What is known on stdout, in either form; who did not answer is in the JSON, or after it on stderr. */
export function answerFacts(session: Session, { components, errors }: FactsAnswer, output: OutputFormat): void {
  session.present(output, {
    json: () => ({ components: factsAsJson(components), errors: errors.map((error) => errorAsJson(error).error) }),
    human: () => factLines(components),
  });
  if (output === "human") for (const error of errors) writeError(session, error);
}

/** `<type>.<id>.<key>=<value>`, sorted. A key with several values has as many lines. */
export function factLines(facts: readonly ComponentFacts[]): readonly string[] {
  return facts
    .flatMap(({ component, values }) =>
      values.map(([key, value]) => `${componentKey(component)}.${key}=${withoutBreaks(value)}`),
    )
    .sort();
}

export function factsAsJson(facts: readonly ComponentFacts[]) {
  return [...facts]
    .sort((a, b) => compareComponents(a.component, b.component))
    .map(({ component, values }) => ({
      component: componentKey(component),
      type: component.type,
      id: component.id,
      values: Object.fromEntries(grouped(values)),
    }));
}

/** Key → its values; a list always, since whether a key is repeated may change from one board to the next. */
function grouped(values: ComponentFacts["values"]): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, string[]>();
  for (const [key, value] of values) byKey.set(key, [...(byKey.get(key) ?? []), value]);
  return byKey;
}

function withoutBreaks(value: string): string {
  return value.replaceAll(/[\r\n]+/g, " ");
}
