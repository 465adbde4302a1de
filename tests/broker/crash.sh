#!/usr/bin/env bash
# Kills the broker under load and checks that nothing acknowledged is lost; behind `make crash-broker`.
#   crash.sh [ROUNDS] [SEED]
# First the third-party durability.sh (5 kills), then the test of our own, with torn writes, in lots of at most 25 rounds: calls of librdkafka
# that never return (see Patience.cs) keep their threads, and after a hundred of them the client takes the machine.
set -u
rounds=${1:-10} seed=${2:-$RANDOM}
cd "$(dirname "$0")" && . ./lib.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0

verdict() {
  if [ "$2" = 0 ]; then passed=$((passed + 1)); echo "PASS $1"; else failed=$((failed + 1)); echo "FAIL $1 - exit code $2"; fi
}

"$root/noderr" kafka --help > "$scratch/build" 2>&1 || { cat "$scratch/build"; echo "FAIL crash/build - see above"; exit 1; }

if conformance=$(archive kafka-conformance); then
  port=$(free_ports 2)
  mapfile -t options < <(set_options)
  timeout -k 5 300 "$conformance/go/durability.sh" "127.0.0.1:$port" 5 25 "$scratch/state.jsonl" -- \
    "$root/noderr" kafka --port "$port" --registry-port $((port + 1)) --data "$scratch/data" "${options[@]}"
  verdict crash/durability $?
else
  skip crash/durability "the kafka-conformance archive is not on this machine"
fi

dotnet build crash -c Release --nologo -v quiet > "$scratch/build" 2>&1 || { cat "$scratch/build"; echo "FAIL crash/build - see above"; exit 1; }
while [ "$rounds" -gt 0 ]; do
  lot=$((rounds < 25 ? rounds : 25))
  dotnet crash/bin/Release/net10.0/crash-test.dll --rounds "$lot" --seed "$seed"
  verdict "crash/torn-writes-$lot-rounds-seed-$seed" $?
  rounds=$((rounds - lot)) seed=$((seed + 1))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
