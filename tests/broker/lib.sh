# Sourced by the scripts of this folder: where things are, free ports, a broker that is started and stopped.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shared=${NODERR_SHARED:-$root/../shared}
golden=${NODERR_GOLDEN:-$shared/golden}
build=$root/.build
mkdir -p "$build"

has() { command -v "$1" >/dev/null 2>&1; }

# archive NAME: the folder of a third-party archive; fails when the shared tools are not on this machine.
archive() { [ -x "$shared/tools/get" ] && "$shared/tools/get" "$1"; }

# skip WHAT REASON: nothing is left out silently.
skip() { echo "SKIP $1 - $2"; }

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_ports COUNT: the first of COUNT adjacent free ports below the ephemeral range.
free_ports() {
  local first i
  while :; do
    first=$((12000 + RANDOM % 18000))
    for ((i = 0; i < $1; i++)); do port_is_free $((first + i)) || continue 2; done
    echo "$first"; return
  done
}

# The settings that bring background work down to seconds, as the kafka archive's own server has them.
# Those about things LocalKafka has none of are left out.
fast_settings() {
  local file
  file=$(archive kafka)/config/defaults.properties
  if [ -f "$file" ]; then
    grep -E '^[a-z]' "$file" | grep -vE '^(share|eligible)\.|replication\.factor|min\.isr|dedupe\.buffer'
  else
    printf '%s\n' num.partitions=1 group.initial.rebalance.delay.ms=0 log.retention.check.interval.ms=1000 \
      log.cleaner.backoff.ms=500 log.segment.delete.delay.ms=1000
  fi
}

# set_options: fast_settings and the arguments as --set options, one word a line.
set_options() { { fast_settings; printf '%s\n' "$@"; } | grep . | sed 's/^/--set\n/'; }

# start_local PORT REGISTRY DATA [OPTION...]: LocalKafka in the background; sets broker_pid, returns when it says ready.
start_local() {
  local port=$1 registry=$2 data=$3 i; shift 3
  mkdir -p "$data"
  "$root/noderr" kafka --port "$port" --registry-port "$registry" --data "$data" "$@" > "$data.out" 2> "$data.err" &
  broker_pid=$!
  for ((i = 0; i < 1200; i++)); do
    grep -q '^ready' "$data.out" && return
    kill -0 "$broker_pid" 2>/dev/null || break
    sleep 0.05
  done
  echo "LocalKafka does not get ready:"; tail -n 5 "$data.out" "$data.err" 2>&1; stop_broker; return 1
}

# start_apache PORT DATA [OPTION...]: Apache Kafka from the archive; sets broker_pid, returns when it serves.
start_apache() {
  local port=$1 data=$2 i; shift 2
  mkdir -p "$data"
  local options=() settings=()
  for i in "$@"; do case $i in --*) options+=("$i");; *) settings+=("$i");; esac; done
  "$(archive kafka)/bin/kafka-server" "${options[@]}" "$port" "$data" "${settings[@]}" > "$data.out" 2> "$data.err" &
  broker_pid=$!
  for ((i = 0; i < 240; i++)); do
    grep -q 'Kafka Server started' "$data.out" "$data.err" && return
    kill -0 "$broker_pid" 2>/dev/null || break
    sleep 0.25
  done
  echo "Apache Kafka does not start:"; tail -n 5 "$data.out" "$data.err" 2>&1; stop_broker; return 1
}

# stop_broker: SIGTERM, SIGKILL after ten seconds; tells in stop_code and stop_millis how it went.
stop_broker() {
  [ -n "${broker_pid:-}" ] || return 0
  local began i; began=$(date +%s%3N)
  kill -TERM "$broker_pid" 2>/dev/null
  for ((i = 0; i < 500; i++)); do kill -0 "$broker_pid" 2>/dev/null || break; sleep 0.02; done
  kill -KILL "$broker_pid" 2>/dev/null
  wait "$broker_pid" 2>/dev/null; stop_code=$?
  stop_millis=$(($(date +%s%3N) - began))
  broker_pid=
}
