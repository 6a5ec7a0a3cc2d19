#!/usr/bin/env bash
# Builds the runtime, if its sources have changed.
# Usage: tools/build/runtime.sh [output folder [variant [target]]]
#   output folder  build/runtime if absent
#   variant        plain (default), watched, asan, tsan
#   target         libraries (default), archive, tests
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/build/runtime}
mkdir -p "$out"
out=$(cd "$out" && pwd)

# Builds into the same folder wait for each other.
exec 9>"$out/.lock"
flock 9
exec make --no-print-directory --silent -C "$root/runtime" \
  OUT="$out" VARIANT="${2:-plain}" "${3:-libraries}"
