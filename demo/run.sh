#!/bin/sh
# `npm run demo`: the main job on the demo's system, to be watched. Ends with 0 only if everything went as it should.
. "$(dirname "$0")/stage.sh"

cat <<'END'
          +-----------+
          |  gateway  |   runs the orchestrator
          |  G13      |
          +-----+-----+
        +-------+-------+
   +----+----+     +----+----+
   |  rtos   |     |  rtos   |
   |  R456   |     |  R998   |
   +---------+     +---------+
END

say "Three components that must fit together, all at v1. (Mock boards in a temporary folder; the program is the real one.)"
expect_boards gateway-v1 rtos-v1

say "A manifest declares v2 for all of them, the gateway first:"
show 0 cat v2/manifest.yaml
show 0 orchestrator plan v2/manifest.yaml

say "1. The update."
show 0 orchestrator install v2/manifest.yaml
expect_boards gateway-v2 rtos-v2

say "2. An update to v3, in which R456 fails at the last moment. All three go back."
show 0 touch boards/R456/ArtifactCommit.FAIL
show 1 orchestrator install v3/manifest.yaml
expect_boards gateway-v2 rtos-v2
rm boards/R456/ArtifactCommit.FAIL

say "3. An update to v3, cut off by kill -9 while the boards are being installed."
touch boards/R998/ArtifactInstall.HANG
echo
echo '$ orchestrator install v3/manifest.yaml &   then   kill -9 $!'
orchestrator install v3/manifest.yaml >install.log 2>&1 &
orchestrator_pid=$!
wait_for 'R456 ArtifactInstall done' install.log
kill_hard "$orchestrator_pid"
rm boards/R998/ArtifactInstall.HANG
boards

say "The journal knows what had begun. What was cut off counts as failed, and everything goes back."
show 1 orchestrator resume
expect_boards gateway-v2 rtos-v2

say "4. And once more, undisturbed."
show 0 orchestrator install v3/manifest.yaml
expect_boards gateway-v3 rtos-v3
show 0 orchestrator history

say "Everything went as it should. The other stories: demo/01-… to demo/07-…, each with: sh FILE [2024|2026]"
