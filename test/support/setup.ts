// Runs in every test file, before it: what the file's helpers leave behind is removed when the file is through.

import { afterAll } from "vitest";
import { removeTemporaryFolders } from "./temporary-folder.js";

afterAll(removeTemporaryFolders);
