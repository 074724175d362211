#!/bin/sh
# The original's wrapper around its updates, for whoever has it in a timer or in the fingers: `orchestrator modules` does the work.
set -u

usage() {
  cat <<END
Usage: $(basename "$0") [--check | --legacy | --enable MODULE | --disable MODULE | --status [MODULE] | --help]
  (nothing)         update the modules that the repository has newer
  --check           only say what would be updated
  --legacy          run what the legacy manifest.json lists
  --enable MODULE   update this module again
  --disable MODULE  leave this module alone
  --status [MODULE] say how a module stands, or all of them
  --help            show this
The repository and the paths are configured: orchestrator modules --help
END
}

say() {
  printf '[%s] %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$*"
}

refuse() {
  say "$1"
  usage
  exit 1
}

# The program that has called us, else the one in the search path, else the one beside.
program=${ORCHESTRATOR_PROGRAM-}
if [ -z "$program" ]; then
  beside=$(readlink -f "$0")
  beside=${beside%/*/*/*}/dist/main.js
  program=orchestrator
  if ! command -v orchestrator >/dev/null && [ -x "$beside" ]; then program=$beside; fi
fi

# manage MODE COMMAND…: the line of the original, and what answers it.
manage() {
  say "Starting HOMESERVER update manager..."
  say "Mode: $1"
  shift
  "$program" --log-format seed modules "$@" 2>&1
  code=$?
  if [ "$code" = 0 ]; then
    say "✓ Update system completed successfully"
  else
    say "✗ Update system failed with exit code $code"
  fi
  exit "$code"
}

# Between this and an option's name nothing else fits: one thing is done at a time.
option=${1-}
[ $# -le 2 ] || refuse "Unknown option: $3"
case $option in
  --enable | --disable) [ -n "${2-}" ] || refuse "$option needs the name of a module" ;;
  --status) ;;
  *) [ $# -le 1 ] || refuse "Unknown option: $2" ;;
esac
case $option in
  '') manage full update ;;
  --check) manage check check ;;
  --legacy) manage legacy update --legacy ;;
  --enable) exec "$program" modules enable -- "$2" ;;
  --disable) exec "$program" modules disable -- "$2" ;;
  --status)
    if [ -n "${2-}" ]; then exec "$program" modules status -- "$2"; fi
    exec "$program" modules list
    ;;
  --help | -h) usage ;;
  *) refuse "Unknown option: $option" ;;
esac
