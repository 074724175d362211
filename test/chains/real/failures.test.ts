import { followThemes } from "./follow.js";

followThemes("failures");
