// `bundle create` and `bundle inspect`: a manifest and its artifacts in one file, to carry or to pipe.

import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Register, Session } from "../session.js";

export const registerBundle: Register = (program, session) => {
  const bundle = program
    .command("bundle")
    .summary("put a manifest and its artifacts into one file")
    .description(
      "Puts a manifest and its artifacts into one file, which plan and install take in place of the manifest.",
    );
  registerCreate(bundle, session);
  registerInspect(bundle, session);
  addExamples(bundle, session.io.programName, [
    ["one file to carry", "bundle create system-core-v2/manifest.yaml -o system-core-v2.bundle"],
    ["and what is in it", "bundle inspect system-core-v2.bundle"],
  ]);
};

interface CreateFlags {
  readonly outputPath: string;
}

function registerCreate(bundle: Command, session: Session): void {
  const create = bundle
    .command("create")
    .summary("make a bundle")
    .description(
      "Makes a bundle of MANIFEST, its signatures and root metadata, and every artifact that it names. All of them are " +
        "verified first. The same input gives the same bytes.",
    )
    .argument("<manifest>", "the manifest's path, or a folder with manifest.yaml")
    .requiredOption("-o, --output-path <file>", "where the bundle goes; - for standard output")
    .action(session.action((manifestPath: string, flags: CreateFlags) => runCreate(session, manifestPath, flags)));
  addExamples(create, session.io.programName, [
    ["one file to carry", "bundle create system-core-v2/manifest.yaml -o system-core-v2.bundle"],
    ["straight to a gateway", "bundle create manifest.yaml -o - | ssh gateway orchestrator install -"],
  ]);
}

async function runCreate(session: Session, manifestPath: string, { outputPath: output }: CreateFlags) {
  const { app, context } = await session.open();
  const { answerCreated, writeTo } = await import("../render/bundle.js");
  const created = await app.createBundle(context, { manifestPath, output, write: writeTo(session.io.stdout) });
  answerCreated(session, created, output);
  return EXIT.done;
}

interface InspectFlags {
  readonly verify?: boolean;
  readonly output: OutputFormat;
}

function registerInspect(bundle: Command, session: Session): void {
  const inspect = bundle
    .command("inspect")
    .summary("show what a bundle holds")
    .description(
      "Verifies the index, the documents and the headers of a bundle and shows what it holds. Exits with 5 if anything is " +
        "wrong. Who has signed it is not judged.",
    )
    .argument("<file>", "a bundle")
    .option("--verify", "also read and verify every payload")
    .addOption(outputOption())
    .action(
      session.action(async (path: string, flags: InspectFlags) => {
        const { app, context } = await session.open();
        const { answerInspected } = await import("../render/bundle.js");
        const isWhole = flags.verify === true;
        answerInspected(session, await app.inspectBundle(context, { path, isWhole }), flags.output);
        return EXIT.done;
      }),
    );
  addExamples(inspect, session.io.programName, [
    ["what would this install?", "bundle inspect system-core-v2.bundle"],
    ["has all of it arrived?", "bundle inspect --verify system-core-v2.bundle > /dev/null && echo yes"],
  ]);
}
