#!/usr/bin/env bash
# Runs every third-party client against the broker and prints what passed; behind `make verify-broker`.
#   verify.sh [--apache] [--only PROGRAM[,PROGRAM]]
# PROGRAM: go java java-2.8.2 java-1.1.1 java-0.11.0.3 kafkajs kcat librdkafka listeners registry
# BOOTSTRAP=host:port (and REGISTRY=url) tests a broker that runs already. --apache tests Apache Kafka, to tell whether a case is right.
# The cases of left-out.txt may fail; any other failure makes the exit code 1. What each program printed is in .build/verify/.
set -u
cd "$(dirname "$0")" && . ./lib.sh
apache= only=
while [ $# -gt 0 ]; do case $1 in
  --apache) apache=1;;
  --only) only=,$2,; shift;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2;;
esac; shift; done

# Built here, or the first start that waits for the broker would wait for the compiler.
"$root/noderr" --version > /dev/null || exit 1

out=$build/verify
rm -rf "$out"; mkdir -p "$out"
scratch=$(mktemp -d)
broker_pid=
trap 'stop_broker; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
conformance=$(archive kafka-conformance) || conformance=
wrong=0

wanted() { [ -z "$only" ] || [[ $only == *,$1,* ]]; }
problem() { echo "FAIL $1 - $2"; echo "FAIL $1 - $2" >> "$out/harness.txt"; }

# run PROGRAM SECONDS COMMAND...: its lines go to a file. A program that ends without its closing counts has failed, whatever it printed.
run() {
  local name=$1 limit=$2 file=$out/$1.txt; shift 2
  local began=$SECONDS
  timeout -k 5 "$limit" "$@" > "$file" 2> "$out/$name.err"
  local code=$?
  if ! grep -qE '^[0-9]+ passed, [0-9]+ failed' "$file"; then
    echo "FAIL $name/whole-program - ended with exit code $code after $((SECONDS - began)) s without its closing line" >> "$file"
  fi
  printf '%-14s %4d passed %3d failed %3d skipped  %4d s\n' "$name" \
    "$(grep -c '^PASS' "$file")" "$(grep -c '^FAIL' "$file")" "$(grep -c '^SKIP' "$file")" $((SECONDS - began))
}

serve() {
  [ -n "${BOOTSTRAP:-}" ] && { boot=$BOOTSTRAP sasl=0 tls=0 both=0; return; }
  local port; port=$(free_ports 6); boot=127.0.0.1:$port registry=http://127.0.0.1:$((port + 1)) both=0
  sasl=$((port + 2)) tls=$((port + 3)) user=alice password=alice-secret ca=$scratch/cert.pem.ca
  if [ -n "$apache" ]; then
    archive kafka > /dev/null || { skip apache "no kafka archive under $shared"; exit 0; }
    start_apache "$port" "$scratch/apache" --sasl --tls group.min.session.timeout.ms=6000 transaction.max.timeout.ms=900000 || exit 1
    ca=$scratch/apache/tls/server.pem
  else
    serve_local "$port"
  fi
}

# All four kinds of listener. A broker that can't open them so is still asked everything else, over PLAINTEXT and --sasl-port.
serve_local() {
  local port=$1 secure=()
  if has openssl; then
    ./certificate.sh "$scratch/cert.pem"
    printf '%s\n' "$user:$password" admin:admin-secret > "$scratch/users"
    both=$((port + 4))
    secure=(--users "$scratch/users" --sasl-port "$both" --tls-cert "$scratch/cert.pem")
    mapfile -t settings < <(set_options "listeners=PLAINTEXT://127.0.0.1:$port,SASL_PLAINTEXT://127.0.0.1:$sasl,SSL://127.0.0.1:$tls")
    start_local "$port" $((port + 1)) "$scratch/local" "${settings[@]}" "${secure[@]}" && return
    problem harness/listeners-by-setting "listeners=PLAINTEXT://…,SASL_PLAINTEXT://…,SSL://… is refused"
  else
    skip listeners "openssl is missing, so there is no certificate"
  fi
  sasl=0 tls=0
  mapfile -t settings < <(set_options)
  start_local "$port" $((port + 1)) "$scratch/local" "${settings[@]}" "${secure[@]+"${secure[@]}"}" || exit 1
}

# A broker of its own for the registry: the cases want it fresh, and idle.
serve_registry() {
  [ -n "${REGISTRY:-}" ] && { registry=$REGISTRY; return; }
  local port; port=$(free_ports 2); registry=http://127.0.0.1:$((port + 1))
  mapfile -t settings < <(set_options)
  start_local "$port" $((port + 1)) "$scratch/registry" "${settings[@]}"
}

stop_and_judge() {
  [ -n "$broker_pid" ] || return 0
  kill -0 "$broker_pid" 2>/dev/null || { problem "harness/$1-survives" "the broker ended during the cases"; broker_pid=; return; }
  stop_broker
  if [ -n "$apache" ]; then return; fi
  if [ "$stop_code" = 0 ] && [ "$stop_millis" -le 2000 ]; then echo "PASS harness/$1-stops-on-sigterm - ${stop_millis} ms" >> "$out/harness.txt"
  else problem "harness/$1-stops-on-sigterm" "exit code $stop_code after $stop_millis ms"; fi
  if grep -qiE 'unhandled|NullReference|IndexOutOfRange|InvalidCast' "$2.err"; then
    problem "harness/$1-logs-no-bug" "$(grep -iE -m1 'unhandled|NullReference|IndexOutOfRange|InvalidCast' "$2.err" | cut -c1-300)"
  fi
  cp "$2.err" "$out/broker-$1.log"
}

if wanted librdkafka; then
  dotnet build -c Release -v quiet --nologo librdkafka >&2 || exit 1
fi

serve
if [ -n "$conformance" ]; then
  secure=()
  [ "$sasl" != 0 ] && secure=(--sasl "$user:$password:PLAIN" --sasl-bootstrap "127.0.0.1:$sasl" --tls-bootstrap "127.0.0.1:$tls")
  wanted go && run go 900 "$conformance/go/kafkaconf" --bootstrap "$boot" "${secure[@]+"${secure[@]}"}"
  for version in new 2.8.2 1.1.1 0.11.0.3; do
    name=java-$version; [ $version = new ] && name=java
    wanted $name || continue
    if has java; then run $name 600 "$conformance/java/run.sh" $version --bootstrap "$boot"; else skip $name "no java"; fi
  done
  if wanted kafkajs; then
    if has node && has npm; then
      cp -r "$conformance/node" "$scratch/node"
      if (cd "$scratch/node" && npm install --no-audit --no-fund > "$out/npm.txt" 2>&1); then run kafkajs 300 node "$scratch/node/conf.js" --bootstrap "$boot"
      else skip kafkajs "npm install failed: $(tail -1 "$out/npm.txt")"; fi
    else skip kafkajs "no node"; fi
  fi
else
  skip "go java kafkajs" "no kafka-conformance archive under $shared"
fi
wanted librdkafka && run librdkafka 600 dotnet run --no-build -c Release --project librdkafka -- --bootstrap "$boot"
if has kcat; then
  wanted kcat && run kcat 300 ./kcat.sh "$boot"
  wanted listeners && [ "$((sasl + tls + both))" != 0 ] && run listeners 200 ./kcat-listeners.sh "$ca" "$sasl" "$tls" "$both" "$user" "$password"
else
  skip "kcat listeners" "no kcat"
fi
stop_and_judge broker "$scratch/local"

if wanted registry && [ -z "$apache" ]; then
  replay=$golden/schema-registry
  if ! has node; then skip registry "no node"
  elif [ ! -f "$replay/replay.mjs" ]; then skip registry "no golden cases under $golden"
  elif serve_registry; then
    run registry 900 node "$replay/replay.mjs" --url "$registry" --dir "$replay"
    stop_and_judge registry "$scratch/registry"
  else problem harness/registry-starts "see above"; fi
fi

# Judge every line with the list of what is left out on purpose; Apache Kafka has no excuse.
echo
mapfile -t left < <([ -n "$apache" ] || grep -vE '^(#|$)' left-out.txt)
excluded=0
while read -r verdict name detail; do
  reason=
  for entry in "${left[@]+"${left[@]}"}"; do [[ $name == ${entry%%$'\t'*} ]] && { reason=${entry#*$'\t'}; break; }; done
  if [ "$verdict" = FAIL ] && [ -n "$reason" ]; then excluded=$((excluded + 1)); echo "left out  $name: $reason"
  elif [ "$verdict" = FAIL ]; then wrong=$((wrong + 1)); echo "FAIL      $name $detail"
  elif [ "$verdict" = SKIP ]; then echo "skipped   $name $detail"
  elif [ -n "$reason" ]; then echo "passes    $name although it is listed as left out: $reason"; fi
done < <(cat "$out"/*.txt | grep -E '^(PASS|FAIL|SKIP) ') > "$out/verdict"
sort "$out/verdict" | awk '/^left out/ && /compat_json/ {json++; next} {print} END {if (json) print "left out  compat_json/*, " json " cases: JSON Schema"}'
passed=$(cat "$out"/*.txt | grep -c '^PASS')
wrong=$(grep -c '^FAIL' "$out/verdict") excluded=$(grep -c '^left out' "$out/verdict")
echo
echo "total: $passed passed, $wrong failed, $excluded left out"
[ "$wrong" = 0 ] && [ "$passed" != 0 ]
