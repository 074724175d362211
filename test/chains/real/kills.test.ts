import { followThemes } from "./follow.js";

followThemes("kills in the update", "kills in the rollback", "verify of the rollback", "two groups, killed");
