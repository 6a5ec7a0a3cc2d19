#!/usr/bin/env bash
# `npm start`: set-up, then the main job: compile the tour and run it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash tools/setup/prepare.sh
exec node tools/bin/boltd.js run --stats examples/tour
