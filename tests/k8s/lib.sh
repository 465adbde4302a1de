# shellcheck shell=bash disable=SC2034 # what is set here is used by those who read this
# What static.sh and verify.sh have in common: where things are, and how a check is counted.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/.build/k8s
shared=${NODERR_SHARED:-$root/../shared}
chart=$root/charts/noderr
mkdir -p "$build"
passed=0 failed=0

pass() { passed=$((passed + 1)); echo "ok   $1"; }
fail() { failed=$((failed + 1)); echo "FAIL $1"; }
skip() { echo "SKIP $1"; }

# check NAME COMMAND…: what it prints is shown only when it fails.
check() {
  local name=$1; shift
  if "$@" >"$build/check.log" 2>&1; then pass "$name"; else fail "$name"; sed 's/^/     /' "$build/check.log" | tail -30; fi
}

# refused TEXT COMMAND…: fails, and says TEXT.
refused() {
  local text=$1; shift
  if "$@" >"$build/refused.log" 2>&1; then echo "it was taken"; return 1; fi
  grep -qF -- "$text" "$build/refused.log" || { echo "it was refused for another reason than '$text':"; cat "$build/refused.log"; return 1; }
}

# The programs of the archive: kubectl, helm, kubeconform. Fails where the archive is missing.
kit() {
  [ -x "$shared/tools/get" ] || return 1
  kit=$("$shared/tools/get" kubernetes) || return 1
  K8S_LOCAL_DATA=${K8S_LOCAL_DATA:-${TMPDIR:-/tmp}/noderr-verify-k8s}
  # Beside the archive, where they outlive a cluster.
  K8S_LOCAL_BIN=${K8S_LOCAL_BIN:-$kit-programs}
  export K8S_LOCAL_DATA K8S_LOCAL_BIN
}

summary() { echo "$passed passed, $failed failed"; [ "$failed" -eq 0 ]; }
