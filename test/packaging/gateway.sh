# Lays a gateway and two boards into a system on which the package is installed, all mocks, and makes version 2 of everything.
set -e
share=/usr/share/mender-orchestrator

board() { # ID TYPE
    mkdir -p "$share/mock-instances/$1"
    cd "$share/mock-instances/$1"
    echo "id=$1" >Identity
    echo Yes >SupportsRollback
    echo "version=$2-v1" >Provides
    ln -sf ../../examples/rtos "$share/interfaces/v1/$2"
}

artifact() { # TYPE
    echo "$1" >payload
    orchestrator artifact write --type "$1" --compatible-type "$1" --name "$1-v2" --file payload -o "$1-v2.mender"
}

board G13 gateway
board R456 rtos
board R998 rtos
mkdir -p /root/v2
cd /root/v2
artifact gateway
artifact rtos
cat >manifest.yaml <<END
api_version: mender/v1
kind: manifest
name: system-v2
system_types_compatible: [demo]
component_types:
  gateway: { artifact_path: gateway-v2.mender, update_strategy: { order: 10 } }
  rtos: { artifact_path: rtos-v2.mender, update_strategy: { order: 20 } }
END
cat >/var/lib/mender-orchestrator/topology.yaml <<END
api_version: mender/v1
kind: topology
system_type: demo
components:
  - { component_type: gateway, interface_args: [G13] }
  - { component_type: rtos, interface_args: [R456] }
  - { component_type: rtos, interface_args: [R998] }
END
