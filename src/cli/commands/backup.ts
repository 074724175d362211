// `backup …`: files, services and databases that can be brought back as they were, apart from any deployment.

import { addExamples } from "../examples.js";
import type { Register } from "../session.js";
import { registerBackupCreate } from "./backup-create.js";
import { registerBackupList, registerBackupShow, registerBackupVerify } from "./backup-look.js";
import { registerBackupPrune } from "./backup-prune.js";
import { registerBackupRestore } from "./backup-restore.js";

export const registerBackup: Register = (program, session) => {
  const backup = program
    .command("backup")
    .summary("capture files, services and databases, and bring them back")
    .description(
      "Captures files, the state of services, and databases, and brings them back as they were. What an install captures by " +
        "itself, as its documents declare, is listed here as well.",
    );
  registerBackupCreate(backup, session);
  registerBackupRestore(backup, session);
  registerBackupList(backup, session);
  registerBackupShow(backup, session);
  registerBackupVerify(backup, session);
  registerBackupPrune(backup, session);
  addExamples(backup, session.io.programName, [
    [
      "before a change by hand",
      "backup create --module app --file /etc/app --service app --sqlite /var/lib/app/app.db",
    ],
    ["and back, all of it", "backup restore 904e65d2f1ecd874"],
  ]);
};
