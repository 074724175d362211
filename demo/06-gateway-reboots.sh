#!/bin/sh
# The gateway, on which the orchestrator itself runs, needs a reboot for its own update. `reboot` is a stub here.
. "$(dirname "$0")/stage.sh"

say "G13 wants the orchestrator to reboot the host after its install."
echo
echo '$ echo Automatic >boards/G13/NeedsArtifactReboot'
echo Automatic >boards/G13/NeedsArtifactReboot

say "The gateway is installed, the state is saved, and the host goes down. The boards have not been touched yet."
show 4 orchestrator install v2/manifest.yaml
show 0 cat reboots
boards
show 0 orchestrator status

say "After the boot, a service calls resume: the gateway is verified, and the boards follow."
show 0 orchestrator resume
expect_boards gateway-v2 rtos-v2
