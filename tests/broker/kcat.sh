#!/usr/bin/env bash
# kcat.sh HOST:PORT: what Debian's kcat (librdkafka 2.0) must see. Prints PASS|FAIL lines and the counts.
set -u
boot=$1
run=kc-$$-$RANDOM
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
passed=0 failed=0

kc() { timeout 20 kcat -b "$boot" -q "$@" 2>>"$work/err"; }
pass() { passed=$((passed + 1)); echo "PASS kcat/$1 - ${2:-}"; }
fail() { failed=$((failed + 1)); echo "FAIL kcat/$1 - $2 $(grep -v '^$' "$work/err" | tail -1)"; }
# same NAME WANTED GOT
same() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "wanted '${2:0:80}', got '${3:0:80}'"; fi; : > "$work/err"; }
sum() { md5sum | cut -c1-32; }

lines=$(for i in $(seq 500); do echo "k$i:value $i xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; done)
for codec in none gzip snappy lz4 zstd; do
  echo "$lines" | kc -P -t "$run-$codec" -K: -z "$codec"
  same "codec-$codec" "$(echo "$lines" | sum)" "$(kc -C -t "$run-$codec" -o beginning -e -K: | sum)"
done

for acks in 0 1 all; do
  echo "$lines" | kc -P -t "$run-acks$acks" -K: -X acks="$acks"
  sleep 0.2
  same "acks-$acks" 500 "$(kc -C -t "$run-acks$acks" -o beginning -e | wc -l)"
done

echo "$lines" | kc -P -t "$run-idem" -K: -X enable.idempotence=true -X batch.num.messages=20
same idempotent "$(echo "$lines" | sum)" "$(kc -C -t "$run-idem" -o beginning -e -K: | sum)"

# kcat 1.7 offers transactions on its command line through -X transactional.id: one transaction for the whole input.
echo "$lines" | kc -P -t "$run-txn" -K: -X transactional.id="$run-x"
same transaction "$(echo "$lines" | sum)" "$(kc -C -t "$run-txn" -o beginning -e -K: -X isolation.level=read_committed | sum)"

echo "k:v" | kc -P -t "$run-head" -K: -H one=1 -H two=zwei
same headers "one=1,two=zwei k v" "$(kc -C -t "$run-head" -o beginning -e -f '%h %k %s\n')"

printf 'a:\nb:x\n' | kc -P -t "$run-null" -K: -Z
same null-value "a -1,b 1," "$(kc -C -t "$run-null" -o beginning -e -f '%k %S,')"

listing=$(kc -L -t "$run-none")
if grep -q "topic \"$run-none\" with 1 partitions" <<<"$listing" && grep -q "leader 1\|leader 0" <<<"$listing"; then pass list-metadata; else fail list-metadata "${listing:0:200}"; fi
same list-json "$run-none" "$(kc -L -J -t "$run-none" | grep -o "$run-none" | head -1)"

same query-latest "$run-none [0] offset 500" "$(kc -Q -t "$run-none:0:-1")"
same query-earliest "$run-none [0] offset 0" "$(kc -Q -t "$run-none:0:-2")"
same query-before-all "$run-none [0] offset 0" "$(kc -Q -t "$run-none:0:$(date -d '1 hour ago' +%s000)")"
same query-after-all "$run-none [0] offset -1" "$(kc -Q -t "$run-none:0:$(date -d '1 hour' +%s000)")"

same from-offset "value 491" "$(kc -C -t "$run-none" -o 490 -c 1 -f '%s' | cut -c1-9)"
same from-the-end "value 498" "$(kc -C -t "$run-none" -o -3 -c 1 -f '%s' | cut -c1-9)"
same from-timestamp 500 "$(kc -C -t "$run-none" -o "s@$(date -d '1 hour ago' +%s000)" -e | wc -l)"

# A consumer group reads all, commits on leaving, and a second run finds nothing left.
same group-reads-all 500 "$(timeout 20 kcat -b "$boot" -q -G "$run-g" -X auto.offset.reset=earliest -X session.timeout.ms=6000 -e "$run-none" 2>>"$work/err" | wc -l)"
echo "last" | kc -P -t "$run-none"
same group-resumes last "$(timeout 20 kcat -b "$boot" -q -G "$run-g" -X auto.offset.reset=earliest -X session.timeout.ms=6000 -c 1 "$run-none" 2>>"$work/err")"

head -c 900000 /dev/zero | tr '\0' v > "$work/big"
kc -P -t "$run-big" "$work/big"
same record-900k 900000 "$(kc -C -t "$run-big" -o beginning -e -f '%S')"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
