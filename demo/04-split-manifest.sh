#!/bin/sh
# What the versions are is the same for a whole fleet; which components there are differs from system to system. The two
# may be in separate files.
. "$(dirname "$0")/stage.sh"

if [ "$dialect" = 2024 ]; then
    say "The manifest gives up its list of components to a second file of the same kind."
    sed -n '/^components:/,$p' v2/manifest.yaml >components.list
    sed '/^components:/,$d' v2/manifest.yaml >v2/types.yaml
    { sed -n '1,2p' v2/manifest.yaml && cat components.list; } >components.yaml
    show 0 cat v2/types.yaml
    show 0 cat components.yaml
    show 0 orchestrator --manifest-components components.yaml install v2/types.yaml
else
    say "The topology gives up its list of components to a second file of the same kind."
    { sed -n '1,2p' topology.yaml && sed -n '/^components:/,$p' topology.yaml; } >components.yaml
    sed '/^components:/,$d' topology.yaml >topology.new && mv topology.new topology.yaml
    show 0 cat topology.yaml
    show 0 cat components.yaml
    show 0 orchestrator --topology-components components.yaml install v2/manifest.yaml
fi
expect_boards gateway-v2 rtos-v2
