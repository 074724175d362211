#!/bin/sh
# A manifest names the versions that belong together; installing it brings every board there, the gateway first.
. "$(dirname "$0")/stage.sh"

say "A gateway and two boards behind it, all at v1:"
expect_boards gateway-v1 rtos-v1

say "What would an update to v2 do? Nothing is touched by asking."
show 0 orchestrator plan v2/manifest.yaml

say "Do it."
show 0 orchestrator install v2/manifest.yaml

say "What the boards themselves say now:"
expect_boards gateway-v2 rtos-v2
show 0 orchestrator show-provides
