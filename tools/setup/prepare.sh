#!/usr/bin/env bash
# Brings a fresh clone to the point where it can run: system packages, npm packages, build.
# Each step is skipped when its result is up to date, so that a second run takes well under three seconds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

step() { printf '\033[2m[set-up]\033[0m %s\n' "$*" >&2; }
fail() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

check_node() {
  command -v node >/dev/null || fail 'Node.js 20.19 or later is needed (https://nodejs.org)'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js 20.19 or later is needed; this is $(node --version)"
}

# Packages of which one alternative is enough are written with a bar.
system_packages='llvm-14-dev clang-14|gcc libclang-rt-14-dev libgcc-12-dev gdb|gdb-minimal lld-14 binutils libgc-dev libc6-dev cmake g++ make python3'

is_installed() { dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

missing_packages() {
  local entry alternative found
  for entry in $system_packages; do
    found=
    for alternative in ${entry//|/ }; do
      if is_installed "$alternative"; then found=1; break; fi
    done
    [ -n "$found" ] || printf '%s ' "${entry%%|*}"
  done
}

install_system_packages() {
  local stamp=build/.system-packages
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$system_packages" ] && return
  command -v dpkg-query >/dev/null || fail "this is not Debian; install by hand: $system_packages"
  local missing
  missing=$(missing_packages)
  if [ -n "$missing" ]; then
    local install="apt-get install -y --no-install-recommends $missing"
    if [ "$(id -u)" = 0 ]; then
      step "installing system packages: $missing"
      apt-get update -qq >&2
      DEBIAN_FRONTEND=noninteractive $install >&2
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      step "installing system packages with sudo: $missing"
      sudo -n apt-get update -qq >&2
      sudo -n DEBIAN_FRONTEND=noninteractive $install >&2
    else
      fail "system packages are missing; run this and try again:
  sudo apt-get update && sudo $install"
    fi
  fi
  mkdir -p build
  printf '%s' "$system_packages" >"$stamp"
}

install_npm_packages() {
  local stamp=node_modules/.boltd-lock
  [ -f "$stamp" ] && cmp -s package-lock.json "$stamp" && return
  step 'installing npm packages; the native ones compile from source (about four minutes the first time)'
  # Headers beside the running Node spare node-gyp a download.
  local prefix
  prefix=$(node -p 'require("node:path").resolve(process.execPath, "../..")')
  if [ -f "$prefix/include/node/node.h" ]; then export npm_config_nodedir="$prefix"; fi
  # `prebuild-install` would look outside the package registries.
  export npm_config_build_from_source=true
  run_with_progress npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
}

# Runs a long command with a line every 20 seconds, and its output only when it fails.
run_with_progress() {
  local log pid seconds=0 status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    if [ $((seconds % 20)) = 0 ]; then step "  still at it: $1 $2 (${seconds} s)"; fi
  done
  wait "$pid" || status=$?
  if [ "$status" != 0 ]; then cat "$log" >&2; rm -f "$log"; fail "failed with status $status: $*"; fi
  rm -f "$log"
}

check_node
install_system_packages
install_npm_packages
node tools/build/build.js
