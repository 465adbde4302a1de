#!/usr/bin/env bash
# Kills services and the broker while they trade; behind `make kill-services`.
#   kill.sh KILLS KILLS_ON_APACHE [SEED] [--by-hand]   somebody gives orders of all kinds meanwhile
set -u
kills=$1 apache=$2 seed=${3:-$RANDOM} by_hand=${4:-}
cd "$(dirname "$0")" && . ../broker/lib.sh
"$root/noderr" kafka --help > /dev/null || exit 1
# What is killed is what is shipped.
"$root/infra/publish.sh" "$root/.build/programs" venue control risk executor router strategy feature ingest compliance chaos trainer || exit 1
dotnet build . -c Release --nologo -v quiet || exit 1
passed=0 failed=0
lot() {
  local out; out=$(mktemp)
  dotnet bin/Release/net10.0/end-to-end.dll "$@" --seed "$seed" $by_hand | tee "$out"
  passed=$((passed + $(grep -c '^PASS' "$out"))); failed=$((failed + $(grep -c '^FAIL' "$out")))
  grep -q 'passed, .* failed$\|^SKIP' "$out" || failed=$((failed + 1))
  rm -f "$out"
}
[ "$kills" = 0 ] || lot --kills "$kills"
[ "$apache" = 0 ] || lot --kills "$apache" --apache
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
