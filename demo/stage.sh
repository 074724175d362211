# What every demo script is told with; they source it: `. "$(dirname "$0")/stage.sh"`. It makes the system in a folder of
# its own, which is gone afterwards, and goes there. The first argument of a script is the dialect.

set -eu
demo=$(cd "$(dirname "$0")" && pwd)
dialect=${1:-2026}
system=$(mktemp -d "${TMPDIR:-/tmp}/orchestrator-demo-XXXXXX")
trap 'cd / && rm -rf "$system"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -t 1 ]; then echo "Making a system of mock boards in a temporary folder …"; fi
sh "$demo/make-system.sh" "$system" "$dialect"
. "$system/env"
cd "$system"

# say TEXT…: what happens next and why. Someone who watches gets a moment to read it.
say() {
    echo
    for line; do echo "# $line"; done
    if [ -t 1 ]; then sleep 1; fi
}

# show CODE COMMAND…: shows the command, runs it, and ends the demo unless it exits with that code.
show() {
    expected=$1
    shift
    echo
    echo "\$ $*"
    code=0
    "$@" || code=$?
    if [ "$code" -ne 0 ]; then echo "(exit code $code)"; fi
    if [ "$code" -ne "$expected" ]; then
        echo "This demo expected exit code $expected." >&2
        exit 1
    fi
}

# boards: the version each board has, by its own files.
boards() {
    echo
    for board in G13 R456 R998; do
        printf '  %-5s %s\n' "$board" "$(sed -n 's/^version=//p' "boards/$board/Provides")"
    done
}

# expect_boards GATEWAY RTOS: shows the boards, and ends the demo unless they have these versions.
expect_boards() {
    boards
    for board in G13 R456 R998; do
        wanted=$2
        if [ "$board" = G13 ]; then wanted=$1; fi
        grep -qx "version=$wanted" "boards/$board/Provides" || { echo "$board should have $wanted." >&2; exit 1; }
    done
}

# wait_for TEXT FILE: waits until the file has the text.
wait_for() {
    tries=3000
    until grep -q "$1" "$2"; do
        tries=$((tries - 1))
        if [ "$tries" -eq 0 ]; then echo "This demo waited in vain for: $1" >&2; exit 1; fi
        sleep 0.1
    done
}

# kill_hard PID: ends a background process as a power cut would. The shell has something to say about that; it is not news.
kill_hard() {
    { kill -9 "$1" && wait "$1"; } 2>/dev/null || true
}
