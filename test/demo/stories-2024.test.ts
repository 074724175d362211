// The stories in the dialect of 2024; see tell-stories.ts.

import { tellStories } from "./tell-stories.js";

tellStories("2024");
