#!/bin/sh
# The orchestrator dies in the middle of an install, without a chance to say anything. The journal knows.
. "$(dirname "$0")/stage.sh"

say "R456 will hang in ArtifactInstall, so that there is time to kill the orchestrator in the middle."
show 0 touch boards/R456/ArtifactInstall.HANG

echo
echo "$ orchestrator install v2/manifest.yaml &"
orchestrator install v2/manifest.yaml >install.log 2>&1 &
orchestrator_pid=$!
wait_for 'R998 ArtifactInstall done' install.log

echo
echo '$ kill -9 $!'
kill_hard "$orchestrator_pid"

say "The boards are somewhere between the two versions."
boards
show 0 orchestrator status

say "Nothing new can begin before this is finished."
show 1 orchestrator install v3/manifest.yaml

say "An install that was cut off is not simply tried again: it counts as failed, and everything goes back."
rm boards/R456/ArtifactInstall.HANG
show 1 orchestrator resume
expect_boards gateway-v1 rtos-v1
show 0 orchestrator status
