import { followThemes } from "./follow.js";

followThemes("two groups", "neighbours", "host reboot", "host reboot with neighbours and groups", "up to date");
