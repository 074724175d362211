#!/bin/sh
# Which versions work together is written down, and the order of the update follows from it. An order that would break the
# system in the middle is refused.
. "$(dirname "$0")/stage.sh"

say "An old gateway cannot talk to new boards. The manifest says which combinations work, and gives no order at all."
{
    sed -e '/update_strategy:/d' -e '/order:/d' v2/manifest.yaml
    cat <<'END'

constraints:
  end_states:
    - { gateway: gateway-v1, rtos: rtos-v1, system_version: v.1 }
    - { gateway: gateway-v2, rtos: rtos-v2, system_version: v.2 }
  transition_states:
    - { gateway: gateway-v2, rtos: rtos-v1 }
    - { gateway: gateway-v1, rtos: rtos-v2, acceptable: false, why: "an old gateway cannot talk to new boards" }
END
} >v2/safe.yaml
show 0 cat v2/safe.yaml
show 0 orchestrator constraints table v2/safe.yaml

say "The planner finds the order, and proves that no step of it shows a combination that is not acceptable."
show 0 orchestrator plan v2/safe.yaml

say "Somebody knows better: the boards first."
sed -e 's/^  gateway:$/&\n    update_strategy: { order: 20 }/' -e 's/^  rtos:$/&\n    update_strategy: { order: 10 }/' \
    v2/safe.yaml >v2/reversed.yaml
show 6 orchestrator install v2/reversed.yaml
expect_boards gateway-v1 rtos-v1

say "Nothing was touched. With the order that follows from the tables:"
show 0 orchestrator install v2/safe.yaml
expect_boards gateway-v2 rtos-v2
show 0 orchestrator status
