#!/usr/bin/env bash
# verify.sh: the chart on a real Kubernetes, from nothing to nothing: a cluster of its own, images of this tree, paper trades seen through the API, a pod of
# every service killed, an upgrade and a rollback without an order lost or doubled, and everything removed again. Behind `make verify-k8s`.
#   verify.sh --keep leaves the cluster up, to look into. IMAGES=FOLDER takes what tests/k8s/images.sh put there instead of building.
# Needs root and ../shared/tools (the archive `kubernetes`); skips, aloud, without them.
set -euo pipefail
# shellcheck source=tests/k8s/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
keep=${1:-}
began=$SECONDS

if ! kit; then skip "verify-k8s - the archive kubernetes of ../shared/tools is not on this machine"; summary; exit; fi
if [ "$(id -u)" != 0 ]; then skip "verify-k8s - a cluster of one's own needs root"; summary; exit; fi

if ! unshare --mount --net true 2>/dev/null; then skip "verify-k8s - this machine lends no namespaces for a cluster"; summary; exit; fi

here() { printf '== %4d s  %s\n' $((SECONDS - began)) "$1"; }
cleanup() {
  local code=$?
  trap - EXIT INT TERM
  if [ "$keep" = --keep ]; then echo "the cluster stays: K8S_LOCAL_DATA=$K8S_LOCAL_DATA $kit/cluster down"; else "$kit/cluster" down >"$build/down.log" 2>&1 || code=1; fi
  exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

release=noderr namespace=noderr
k() { kubectl -n $namespace "$@"; }
services() { k get statefulsets -l app.kubernetes.io/instance=$release -o 'jsonpath={range .items[*]}{.metadata.labels.app\.kubernetes\.io/component}{"\n"}{end}'; }
api=https://$release-control:8080/api/v1
# reach OPTION…: the control service, from outside, with the operator's key or another.
reach() {
  local address
  address=$(k get service $release-control -o 'jsonpath={.spec.clusterIP}')
  curl -fsS --max-time 10 --cacert "$build/ca.crt" --resolve "$release-control:8080:$address" -H "X-Api-Key: ${key:-$operator}" "$@"
}
api() { local path=$1; shift; reach "$@" "$api/$path"; }
# wait_for SECONDS WHAT COMMAND…
wait_for() {
  local end=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >"$build/wait.log" 2>&1; do
    if [ $SECONDS -ge $end ]; then echo "gave up waiting for $what"; tail -5 "$build/wait.log"; k get pods -o wide; k get events --sort-by=.lastTimestamp | tail -15; return 1; fi
    sleep 0.5
  done
}
fills() { api status | jq -e '.totals.fills'; }
more_fills() { [ "$(fills)" -gt "$1" ]; }
trades() { local before; wait_for 90 "the API" fills && before=$(fills) && wait_for 90 "a fill after $before" more_fills "$before"; }
all_ready() { [ -z "$(k get pods -l app.kubernetes.io/instance=$release -o json | jq -r '.items[] | select(.metadata.deletionTimestamp == null and all(.status.conditions[]?; .type != "Ready" or .status != "True")) | .metadata.name')" ]; }

here "build"
images=${IMAGES:-$build/images}
if [ -z "${IMAGES:-}" ]; then
  tests/k8s/images.sh "$images" test-1 test-2 >"$build/images.log" 2>&1 || { tail -20 "$build/images.log"; fail "images"; summary; exit 1; }
fi
archives=("$images"/*.tar)
pass "images of ${#archives[@]} programs"

here "cluster"
# Nothing of ours is in this: where it does not come up, the machine can't carry a cluster.
"$kit/cluster" up >"$build/up.log" 2>&1 || { tail -5 "$build/up.log"; skip "verify-k8s - no cluster comes up on this machine"; summary; exit; }
eval "$("$kit/cluster" env)"
"$kit/cluster" load "${archives[@]}" >"$build/load.log" 2>&1 || { tail -5 "$build/load.log"; fail "images loaded"; summary; exit 1; }
pass "cluster up, images loaded"

here "install"
kubectl create namespace $namespace >/dev/null
# The strictest of Kubernetes' own rules for pods: what breaks it is refused.
kubectl label namespace $namespace pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/enforce-version=latest >/dev/null
# Every tick goes through all services: as many as a small machine has time for beside a cluster.
rate=(--set 'services.ingest.config.ingest.synthetic\.rate=100')
check "helm install" helm install $release "$chart" -n $namespace --set localKafka.enabled=true --set image.tag=test-1 "${rate[@]}" --wait --timeout 5m
k get secret $release-tls -o 'go-template={{index .data "ca.crt" | base64decode}}' >"$build/ca.crt"
operator=$(k get secret $release-api-keys -o 'go-template={{.data.operator | base64decode}}')
viewer=$(k get secret $release-api-keys -o 'go-template={{.data.viewer | base64decode}}')
check "paper trades are seen through the API" trades
check "helm test" helm test $release -n $namespace --timeout 3m
key=nobody check "without a key the API is closed" refused 401 api status
key=$viewer check "who may only look can't stop the trading" refused 403 api kill-switch -X POST -H 'Content-Type: application/json' -d '{}'

here "kill"
# kill -9 of the process, seen from the machine: nobody gets to say goodbye.
killed() {
  local pod pid before
  pod=$(k get pods -l "app.kubernetes.io/instance=$release,app.kubernetes.io/component=$1" -o 'jsonpath={.items[0].metadata.name}')
  before=$(k get pod "$pod" -o 'jsonpath={.status.containerStatuses[0].restartCount}')
  pid=$("$kit/cluster" ps | awk -v pod="$pod" '$2 == pod {print $4}')
  kill -9 "$pid"
  wait_for 60 "a restart of $1" restarted "$pod" "$before" && wait_for 90 "$pod to be ready" all_ready && trades
}
restarted() { [ "$(k get pod "$1" -o 'jsonpath={.status.containerStatuses[0].restartCount}')" -gt "$2" ]; }
for service in $(services); do check "$service is killed and recovers, and trading goes on" killed "$service"; done

here "upgrade and rollback"
# records FILE: every record of the journals that money hangs on, from the broker itself.
records() {
  local journal
  for journal in orders risk executions; do k exec $release-kafka-0 -- /app/run kafka dump noderr.$journal --from 0 --count 1000000 --json; done >"$1"
}
same_secrets() { secrets | diff "$build/secrets.before" -; }
secrets() { k get secrets -l app.kubernetes.io/instance=$release -o json | jq -S '[.items[] | {(.metadata.name): .data}]'; }
# None is missing and none is another: the log only grew.
only_grew() { records "$build/after.json" && grep -vxFf "$build/after.json" "$build/before.json" >"$build/lost.json"; [ ! -s "$build/lost.json" ] || { echo "lost:"; head -3 "$build/lost.json"; return 1; }; }
records "$build/before.json"; secrets >"$build/secrets.before"
check "helm upgrade to other images and settings" helm upgrade $release "$chart" -n $namespace --set localKafka.enabled=true --set image.tag=test-2 "${rate[@]}" --set 'config.telemetry.log\.level=warning' --wait --timeout 5m
check "it trades after the upgrade" trades
check "no record was lost by the upgrade" only_grew
check "secrets are the same after the upgrade" same_secrets
records "$build/before.json"
check "helm rollback" helm rollback $release 1 -n $namespace --wait --timeout 5m
check "it trades after the rollback" trades
check "no record was lost by the rollback" only_grew

here "every order once"
# Those that were made until the trading was stopped, for what is denied from then on is no news. Each must have been created once, sent to the venue at most
# once, and be filled by no more than it asked for.
# By the steps, not by the state: a control service that starts again reads executions before orders, and then its states are those of the orders.
api 'orders?count=500' >"$build/orders.json"
check "the kill switch stops the trading" api kill-switch -X POST -H 'Content-Type: application/json' -d '{"reason": "verify-k8s"}'
ended() {
  jq -r --arg api "$api" '.[] | "url = \($api)/orders/\(.order)/why"' "$build/orders.json" | reach -K - >"$build/why.json" || return 1
  jq -s -e 'all(.[]; any(.steps[].what; test("^(filled|denied|rejected|canceled)")))' "$build/why.json"
}
check "every order comes to an end" wait_for 60 "all orders to end" ended
once() {
  jq -s -e --slurpfile asked "$build/orders.json" '
    map(.order.order as $id | [.steps[].what] as $steps
      | {$id, created: ($steps | map(select(. == "created")) | length), routed: ($steps | map(select(. == "routed")) | length),
         sent: ($steps | map(select(. == "submitting")) | length), wanted: (.order.quantity | tonumber), filled: ($steps | map(select(startswith("filled")) | split(" ")[1] | tonumber) | add // 0)})
    | map(select(.created != 1 or .routed > 1 or .sent > 1 or .filled > .wanted + 1e-9)) as $wrong
    | if length == ($asked[0] | length) and $wrong == [] then true else ($wrong[0:5] | tojson | error) end' "$build/why.json"
}
check "each of $(jq length "$build/orders.json") orders was made once, sent at most once, and filled by no more than it asked for" once
# The venue stands outside and remembers what it was sent: what it says is compared with what the journals say.
account() { "$grpcurl" -cacert "$build/ca.crt" -servername $release-venue -H "x-api-key: $operator" "$(k get service $release-venue -o 'jsonpath={.spec.clusterIP}'):8090" noderr.venue.v1.VenueService/Account; }
agrees() {
  account >"$build/account.json" && api status >"$build/status.json" && api positions >"$build/positions.json"
  cat "$build/account.json"
  jq -n -e --slurpfile venue "$build/account.json" --slurpfile status "$build/status.json" --slurpfile positions "$build/positions.json" '
    ($venue[0].repeatedOrders // "0") == "0" and ($venue[0].trades | tonumber) == $status[0].totals.fills
    and ([$venue[0].holdings[]? | {(.instrument): (.quantity | tonumber)}] | add // {})
      == ([$positions[0][] | select((.quantity | tonumber) != 0) | {(.instrument): (.quantity | tonumber * 1e9 | round)}] | add // {})'
}
grpcurl=$("$shared/tools/get" grpcurl)
# An order that was made after those were listed may be on its way still: both are asked until they have come to the same.
check "the venue has the trades and holdings that the journals have, none twice" wait_for 30 "venue and journals to agree" agrees

here "uninstall"
check "helm uninstall" helm uninstall $release -n $namespace --wait --timeout 2m
nothing_left() { local left; left=$(kubectl -n $namespace get all,configmaps,secrets,pvc,pdb,networkpolicies -l app.kubernetes.io/instance=$release -o name) && echo "$left" && [ -z "$left" ]; }
check "nothing is left" wait_for 60 "all to be gone" nothing_left
if [ "$keep" != --keep ]; then
  check "cluster down" "$kit/cluster" down
  gone() { ! grep -F "$K8S_LOCAL_DATA/" /proc/mounts && [ ! -e "$K8S_LOCAL_DATA" ]; }
  check "nothing of it is left" gone
fi
here "done"
summary
