// The stories in the dialect of 2026; see tell-stories.ts.

import { tellStories } from "./tell-stories.js";

tellStories("2026");
