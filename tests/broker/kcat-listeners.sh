#!/usr/bin/env bash
# kcat-listeners.sh CA_FILE SASL_PORT TLS_PORT SASL_TLS_PORT USER PASSWORD: login and encryption as kcat sees them.
# A port given as 0 is left out. Prints PASS|FAIL lines and the counts.
set -u
ca=$1 sasl=$2 tls=$3 both=$4 user=$5 password=$6
passed=0 failed=0
judge() { if [ "$2" = "$3" ]; then passed=$((passed + 1)); echo "PASS kcat-listeners/$1 - "; else failed=$((failed + 1)); echo "FAIL kcat-listeners/$1 - wanted $2, got $3"; fi; }
plain() { echo -X sasl.mechanism=PLAIN -X sasl.username="$user" -X sasl.password="$1"; }
trust="-X ssl.ca.location=$ca"
# round PORT OPTION...: what comes back of one record written through that listener
round() {
  local port=$1 topic=lst-$RANDOM$RANDOM; shift
  echo "through $port" | timeout 10 kcat -q -b "127.0.0.1:$port" "$@" -P -t "$topic" -X message.timeout.ms=4000 2>/dev/null
  timeout 10 kcat -q -b "127.0.0.1:$port" "$@" -C -t "$topic" -o beginning -e -m 3 2>/dev/null
}
if [ "$sasl" != 0 ]; then
  judge sasl-plain "through $sasl" "$(round "$sasl" -X security.protocol=SASL_PLAINTEXT $(plain "$password"))"
  judge sasl-wrong-password "" "$(round "$sasl" -X security.protocol=SASL_PLAINTEXT $(plain wrong))"
  judge sasl-without-login "" "$(round "$sasl")"
fi
if [ "$tls" != 0 ]; then
  judge tls "through $tls" "$(round "$tls" -X security.protocol=SSL $trust)"
  judge tls-plaintext-client "" "$(round "$tls")"
fi
if [ "$both" != 0 ]; then
  judge sasl-tls "through $both" "$(round "$both" -X security.protocol=SASL_SSL $trust $(plain "$password"))"
  judge sasl-tls-wrong-password "" "$(round "$both" -X security.protocol=SASL_SSL $trust $(plain wrong))"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
