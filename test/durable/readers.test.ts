// Who reads small files of the program's own: a pipe in such a place is refused by name, and not waited for.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { readConfig } from "../../src/app/config.js";
import { findDirectories } from "../../src/app/directories.js";
import { readToken } from "../../src/artifacts/download/token.js";
import { createTrust } from "../../src/artifacts/download/trust.js";
import { openJournal, readJournal } from "../../src/datastore/journal.js";
import { takeLock } from "../../src/datastore/lock.js";
import { trustFile } from "../../src/datastore/trust-file.js";
import { keptLog } from "../interfaces/world.js";
import { temporaryFolder } from "../support/index.js";

interface Reader {
  /** Of the pipe, in a folder. */
  readonly name: string;
  readonly read: (folder: string) => unknown;
  readonly code: string;
}

const READERS: Readonly<Record<string, Reader>> = {
  "the configuration": {
    name: "mender-orchestrator.conf",
    read: (folder) =>
      readConfig(
        "orchestrator",
        { ...findDirectories("orchestrator", {}), configuration: folder, datastore: folder },
        keptLog().log,
      ),
    code: "CONFIG_INVALID",
  },
  "a token": {
    name: "token",
    read: (folder) => readToken({ kind: "file", path: join(folder, "token") }),
    code: "DOWNLOAD_TOKEN_UNAVAILABLE",
  },
  certificates: {
    name: "ca.pem",
    read: (folder) => createTrust({ serverCertificatePath: join(folder, "ca.pem") }, {}).context(false),
    code: "CONFIG_INVALID",
  },
  "what is remembered of trust": {
    name: "trust.json",
    read: (folder) => trustFile(folder).read(),
    code: "DATASTORE_UNREADABLE",
  },
  "the lock of the data store": { name: "lock", read: (folder) => takeLock(folder), code: "DATASTORE_UNWRITABLE" },
  "a journal to go on with": {
    name: "journal",
    read: (folder) => openJournal(folder, { reserveBytes: 1, now: () => 0 }),
    code: "JOURNAL_UNWRITABLE",
  },
};

it.each(Object.entries(READERS))("%s", async (_what, { name, read, code }) => {
  const path = join(temporaryFolder(), "place", name);
  mkdirSync(dirname(path));
  execFileSync("mkfifo", [path]);
  const refusal = { code, message: expect.stringMatching(/it is a named pipe, not a file/) };
  await expect((async () => await read(dirname(path)))()).rejects.toMatchObject(refusal);
});

it("a journal that is read", () => {
  const folder = temporaryFolder();
  execFileSync("mkfifo", [join(folder, "journal")]);
  expect(() => readJournal(folder)).toThrow("it is a named pipe, not a file");
});
