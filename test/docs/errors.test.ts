// docs/errors.md says of every code what the catalogue says, and has no other. `npx vitest run test/docs -u` writes it.

import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE, type CatalogueEntry, EXIT } from "../../src/base/index.js";
import { projectRoot } from "../support/index.js";

test("every code is documented with its meaning, remedy and exit code, and there is none besides", async () => {
  await expect(errorsDocument()).toMatchFileSnapshot(join(projectRoot, "docs", "errors.md"));
});

test.each(Object.entries<CatalogueEntry>(CATALOGUE))(
  "%s is named in capitals and says two whole sentences",
  (code, entry) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)*$/);
    for (const sentence of [entry.meaning, entry.remedy]) expect(sentence).toMatch(/^[A-Z`].*[.!]$/s);
    expect(Object.values(EXIT)).toContain(entry.exitCode);
  },
);

function errorsDocument(): string {
  const entries = Object.entries<CatalogueEntry>(CATALOGUE).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = entries.map(
    ([code, { meaning, remedy, exitCode }]) => `## ${code}\n\n${meaning}\n\n${remedy}\n\nExit code ${exitCode}.\n`,
  );
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}

const INTRODUCTION = `# Errors

Every error that \`orchestrator\` reports carries one of these codes, in its text and, with \`--output json\` or
\`--log-format json\`, as a field of its own. For each: what it means, what to do, and the exit code of a command that ends
because of it. The exit codes are explained in [the README](../README.md#exit-codes).

An update interface that fails is not among them: that is an event of the deployment, and \`orchestrator history show last\`
tells about it.
`;
