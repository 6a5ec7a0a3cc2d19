#!/usr/bin/env bash
# Everything that a contributor can break: build, lint and format, tests. `npm test` without the set-up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node tools/build/build.js
exec node tools/setup/run-tests.js "$@"
