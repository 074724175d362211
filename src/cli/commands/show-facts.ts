// `show-provides` and `show-inventory`: what the components say of themselves, as other programs read it
// (interface-protocol, section 6).

import { EXIT } from "../../base/index.js";
import type { App, AppContext, FactsAnswer } from "../app-types.js";
import { addExamples, type Example } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register } from "../session.js";

interface FactsCommand {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly Example[];
  readonly ask: (app: App, context: AppContext, signal: AbortSignal) => Promise<FactsAnswer>;
}

function registerFacts(facts: FactsCommand): Register {
  return (program, session) => {
    const command = program
      .command(facts.name)
      .summary(facts.summary)
      .description(facts.description)
      .addOption(outputOption())
      .action(
        session.action(async (flags: { output: OutputFormat }) => {
          const { app, context } = await session.open();
          const { answerFacts } = await import("../render/facts.js");
          const { untilSignal } = await import("../run/until-signal.js");
          const ask = (signal: AbortSignal) => facts.ask(app, context, signal);
          return untilSignal(session, ask, (answer) => {
            answerFacts(session, answer, flags.output);
            return answer.errors.length === 0 ? EXIT.done : EXIT.failed;
          });
        }),
      );
    addExamples(command, session.io.programName, facts.examples);
  };
}

export const registerShowProvides = registerFacts({
  name: "show-provides",
  summary: "print what every component provides",
  description: "Asks every component what it provides. One line a fact, sorted: <type>.<id>.<key>=<value>.",
  examples: [
    ["the versions of all components", "show-provides | grep version"],
    ["the components of an update_manifest", "show-provides --manifest-components manifest.yaml"],
  ],
  ask: (app, context, signal) => app.showProvides(context, signal),
});

export const registerShowInventory = registerFacts({
  name: "show-inventory",
  summary: "print the inventory of every component",
  description: "Asks every component for its inventory. One line a fact, sorted: <type>.<id>.<key>=<value>.",
  examples: [
    ["what a Mender inventory script calls", "show-inventory"],
    ["as JSON", "show-inventory --output json"],
  ],
  ask: (app, context, signal) => app.showInventory(context, signal),
});
