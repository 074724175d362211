#!/bin/sh
# make-system.sh FOLDER [2024|2026]
# Makes the demo's system in FOLDER: a gateway G13 and the boards R456 and R998 behind it, with the artifacts and manifests
# of the versions v1, v2 and v3 in one of the two dialects. `. FOLDER/env` then gives a shell in which plain `orchestrator`
# works on this system and no other.
set -eu

demo=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$demo")
[ $# -ge 1 ] || { echo "usage: make-system.sh FOLDER [2024|2026]" >&2; exit 5; }
mkdir -p "$1"
system=$(cd "$1" && pwd)
dialect=${2:-2026}

# A mock board is a folder of small files; see docs/interfaces.md.
make_board() { # ID TYPE
    mkdir -p "$system/boards/$1"
    cd "$system/boards/$1"
    echo Yes >SupportsRollback
    echo No >NeedsArtifactReboot
    if [ "$dialect" = 2024 ]; then
        printf '%s\n' "device_type=$2" "artifact_name=$2-v1" "version=$2-v1" "rootfs-image.$2.version=$2-v1" >Provides
    else
        echo "id=$1" >Identity
        echo "version=$2-v1" >Provides
    fi
}

make_artifact() { # TYPE VERSION
    yes "the $1's software, $2" | head -c 262144 >"$system/payload"
    "$system/bin/orchestrator" artifact write --type "$1" --compatible-type "$1" --name "$1-$2" \
        --file "$system/payload" --output-path "$system/$2/$1-$2.mender" >/dev/null
    rm "$system/payload"
}

# The gateway first: it can talk to boards of either version, and bring them back.
component_types() { # VERSION
    cat <<END
component_types:
  gateway:
    artifact_path: gateway-$1.mender
    update_strategy:
      order: 10
  rtos:
    artifact_path: rtos-$1.mender
    update_strategy:
      order: 20
END
}

components() {
    if [ "$dialect" = 2024 ]; then
        cat <<END
components:
  - component_type: gateway
    id: "G13"
  - component_type: rtos
    id: "R456"
  - component_type: rtos
    id: "R998"
END
    else
        cat <<END
components:
  - component_type: gateway
    interface_args: ["G13"]
  - component_type: rtos
    interface_args: ["R456"]
  - component_type: rtos
    interface_args: ["R998"]
END
    fi
}

make_manifest() { # VERSION
    if [ "$dialect" = 2024 ]; then
        printf 'api_version: mender/v1\nkind: update_manifest\nversion: "system-core-%s"\n\n' "$1"
        component_types "$1"
        echo
        components
    else
        printf 'api_version: "mender/v1"\nkind: "manifest"\nname: "system-core-%s"\n' "$1"
        printf 'system_types_compatible: ["system-core"]\n\n'
        component_types "$1"
    fi >"$system/$1/manifest.yaml"
}

make_topology() {
    printf 'api_version: "mender/v1"\nkind: "topology"\nsystem_type: "system-core"\n\n'
    components
}

mkdir -p "$system/bin" "$system/etc" "$system/store" "$system/share/interfaces/v1" "$system/boards"
ln -sf "$project/dist/main.js" "$system/bin/orchestrator"
ln -sf "$project/update-interfaces/v1/rtos" "$system/share/interfaces/v1/gateway"
ln -sf "$project/update-interfaces/v1/rtos" "$system/share/interfaces/v1/rtos"
ln -sfn ../boards "$system/share/mock-instances"

# What the gateway's own `reboot` would be; a demo must not restart the machine it runs on.
printf '#!/bin/sh\necho "The gateway goes down for a reboot." >>"%s"\n' "$system/reboots" >"$system/bin/reboot"
chmod +x "$system/bin/reboot"

# What the boards say on their way would drown what the orchestrator says.
echo '{ "LogLevel": "warning" }' >"$system/etc/mender-orchestrator.conf"

make_board G13 gateway
make_board R456 rtos
make_board R998 rtos
for version in v1 v2 v3; do
    mkdir -p "$system/$version"
    make_artifact gateway "$version"
    make_artifact rtos "$version"
    make_manifest "$version"
done
if [ "$dialect" = 2026 ]; then make_topology >"$system/topology.yaml"; fi

cat >"$system/env" <<END
export PATH="$system/bin:\$PATH"
export MENDER_ORCHESTRATOR_CONF_DIR="$system/etc"
export MENDER_ORCHESTRATOR_DATA_DIR="$system/share"
export MENDER_ORCHESTRATOR_DATASTORE_DIR="$system/store"
export MENDER_ORCHESTRATOR_TOPOLOGY_DIR="$system"
export MENDER_ORCHESTRATOR_BACKUPS_DIR="$system/backups"
END
