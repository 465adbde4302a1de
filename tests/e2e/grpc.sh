#!/usr/bin/env bash
# The risk check, called by clients of other makers: grpcurl, ghz, @grpc/grpc-js, python3-grpcio; behind `make verify-grpc`.
#   grpc.sh [RATE] [SECONDS]   the load of ghz; each order is new, and each answer is in the journal before it is given
set -u
rate=${1:-1000} seconds=${2:-5}
cd "$(dirname "$0")" && . ../broker/lib.sh
scratch=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; wait; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0
verdict() {
  if [ "$2" = 0 ]; then passed=$((passed + 1)); echo "PASS $1${3:+ - $3}"; else failed=$((failed + 1)); echo "FAIL $1${3:+ - $3}"; fi
}

"$root/noderr" --help > /dev/null || exit 1
"$root/noderr" run --data "$scratch/data" --kafka-port 0 --registry-port 0 --port 0 > "$scratch/run" 2>&1 & pid=$!
for _ in $(seq 300); do grep -q 'filled$' "$scratch/run" && break; sleep 0.2; done
api=$(sed -n 's|^page and API *\(http://[^/]*\)/.*|\1|p' "$scratch/run") risk=$(sed -n 's|^risk (gRPC) *http://\([^/]*\)/.*|\1|p' "$scratch/run")
[ -n "$risk" ] || { cat "$scratch/run"; echo "FAIL grpc/start - noderr run did not start"; exit 1; }
# Before the load, whose questions take all the room for open orders: the newest orders are denied ones then.
order=$(curl -s "$api/api/v1/orders?count=1000" | grep -o '"order":"[0-9a-f]*"[^}]*"state":"filled"' | head -1 | grep -o '[0-9a-f]\{32\}' | head -1)
why=$("$root/noderr" why "$order" --url "$api" 2>&1); grep -q submitting <<< "$why"; verdict grpc/why $? "$(tail -n +2 <<< "$why" | tr -s ' \n' ' ')"
bid=$(curl -s "$api/api/v1/prices" | grep -o '"instrument":"ETH-USD@ALPHA","bid":"[0-9.]*' | grep -o '[0-9.]*$')
limit=$(awk "BEGIN { printf \"%.0f\", $bid * 1000000000 }")
question() { printf '{"order_id":"%s","book":"main","instrument":"ETH-USD@ALPHA","side":"SIDE_SELL","quantity":"1000000","limit":"%s"}' "$1" "$limit"; }
protos=$root/contracts/proto

if grpcurl=$(archive grpcurl); then
  first=$("$grpcurl" -plaintext -d "$(question 000000000000000000000000000000a1)" "$risk" noderr.risk.v1.RiskService/Check 2>&1)
  again=$("$grpcurl" -plaintext -d "$(question 000000000000000000000000000000a1)" "$risk" noderr.risk.v1.RiskService/Check 2>&1)
  grep -qE '"approved": true|"code"' <<< "$first"; verdict grpc/grpcurl-check $? "$(tr -d '\n ' <<< "$first")"
  [ "$first" = "$again" ]; verdict grpc/grpcurl-same-answer-again $?
  wrong=$("$grpcurl" -plaintext -d '{"order_id":"xyz"}' "$risk" noderr.risk.v1.RiskService/Check 2>&1)
  grep -q InvalidArgument <<< "$wrong"; verdict grpc/grpcurl-refused $? "$(tr '\n' ' ' <<< "$wrong")"
  stream=$(for i in 1 2 3; do printf '{"check":%s}' "$(question "000000000000000000000000000000b$i")"; done | "$grpcurl" -plaintext -d @ "$risk" noderr.risk.v1.RiskService/CheckStream 2>&1)
  [ "$(grep -o '[0-9a-f]\{31\}[123]' <<< "$stream" | tr -d '\n0')" = b1b2b3 ]
  verdict grpc/grpcurl-stream-in-order $? "$(tr -d "\n " <<< "$stream")"
  "$grpcurl" -plaintext "$risk" list 2>&1 | grep -q noderr.risk.v1.RiskService; verdict grpc/grpcurl-reflection $?
else
  skip grpc/grpcurl "the grpcurl archive is not on this machine"
fi
if ghz=$(archive ghz); then
  load() {  # QUESTION SECONDS
    "$ghz" --insecure --proto "$protos/noderr/risk/v1/risk_service.proto" --import-paths "$protos" --call noderr.risk.v1.RiskService.Check \
      -d "$1" --rps "$rate" -n $((rate * $2)) -c 50 --connections 4 --format json "$risk" 2> "$scratch/ghz.err"
  }
  load "$(question '{{printf `d%031x` .RequestNumber}}')" "$seconds" > "$scratch/warm.json"
  load '{"order_id":"xyz"}' "$seconds" > "$scratch/refused.json"  # asks nothing of the journal: what machine, client and gRPC take by themselves
  load "$(question '{{printf `e%031x` .RequestNumber}}')" "$seconds" > "$scratch/ghz.json"
  python3 - "$scratch/ghz.json" "$scratch/refused.json" <<'P'
import json, sys
def show(path, what, wanted):
    try: d = json.load(open(path))
    except Exception as e: print(e); sys.exit(1)
    took = sorted(x["latency"] / 1e6 for x in d["details"])
    p = lambda share: took[min(len(took) - 1, int(len(took) * share))]
    print("     ghz, %s: %d calls, %.0f/s, p50 %.2f ms, p99 %.2f ms, %s" % (what, d["count"], d["rps"], p(0.5), p(0.99), d["statusCodeDistribution"]))
    return d["statusCodeDistribution"] == {wanted: d["count"]}
checked, refused = show(sys.argv[1], "answer in the journal", "OK"), show(sys.argv[2], "refused before the journal", "InvalidArgument")
sys.exit(0 if checked and refused else 1)
P
  verdict "grpc/ghz-$rate-per-second" $? "$(head -c 200 "$scratch/ghz.err")"
else
  skip grpc/ghz "the ghz archive is not on this machine"
fi
if command -v npm > /dev/null; then
  mkdir "$scratch/node" && (cd "$scratch/node" && npm init -y > /dev/null && npm install --silent --no-fund --no-audit @grpc/grpc-js@1 @grpc/proto-loader@0.8 > npm.log 2>&1)
  cp grpc-client.cjs "$scratch/node/client.cjs"
  answer=$(cd "$scratch/node" && timeout 30 node client.cjs "$risk" "$protos" "$limit" 2>&1); verdict grpc/grpc-js $? "$answer"
else
  skip grpc/grpc-js "there is no npm on this machine"
fi
python=/usr/bin/python3  # Debian's, which has Debian's packages
if $python -c 'import grpc, grpc_tools' 2> /dev/null; then
  mkdir "$scratch/py" && $python -m grpc_tools.protoc -I "$protos" --python_out="$scratch/py" --grpc_python_out="$scratch/py" noderr/risk/v1/risk_service.proto noderr/types/v1/types.proto
  answer=$(PYTHONPATH="$scratch/py" timeout 30 $python grpc_client.py "$risk" "$limit" 2>&1); verdict grpc/python3-grpcio $? "$answer"
else
  skip grpc/python3-grpcio "Debian's python3-grpcio and python3-grpc-tools are not on this machine"
fi
kill "$pid"; wait "$pid"; verdict grpc/stops $? ; pid=
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
