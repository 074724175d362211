#!/bin/sh
# One component fails in the very last step, and the whole system goes back.
. "$(dirname "$0")/stage.sh"

say "R456 will fail its ArtifactCommit, after everything has been installed and most of it committed."
show 0 touch boards/R456/ArtifactCommit.FAIL

say "The update fails, and all three components are rolled back: the gateway too, which had no fault."
show 1 orchestrator install v2/manifest.yaml
expect_boards gateway-v1 rtos-v1

say "Why did it end like this?"
show 0 orchestrator history show last

say "With the board repaired, the same manifest installs."
show 0 rm boards/R456/ArtifactCommit.FAIL
show 0 orchestrator install v2/manifest.yaml
expect_boards gateway-v2 rtos-v2
