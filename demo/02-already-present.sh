#!/bin/sh
# What a component already has is not installed again. A board that was swapped is brought to the system's version.
. "$(dirname "$0")/stage.sh"

say "The system goes to v2."
show 0 orchestrator install v2/manifest.yaml
expect_boards gateway-v2 rtos-v2

say "The same manifest once more: every component reports that it is there, and nothing is called."
show 0 orchestrator install v2/manifest.yaml

say "Somebody swaps R998 for a spare board with v1 on it."
sed 's/rtos-v2/rtos-v1/' boards/R998/Provides >Provides.spare && mv Provides.spare boards/R998/Provides
boards

say "Now the manifest has something to do, for that board alone."
show 0 orchestrator install v2/manifest.yaml
expect_boards gateway-v2 rtos-v2
