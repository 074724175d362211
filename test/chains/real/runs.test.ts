import { followThemes } from "./follow.js";

followThemes("stops", "Mender client", "queries", "signals");
