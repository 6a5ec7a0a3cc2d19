#!/usr/bin/env bash
# `npm test`: set-up, then every check and test. The last line reads `N passed, N failed`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash tools/setup/prepare.sh || exit 1
exec node tools/setup/run-tests.js "$@"
