#!/usr/bin/env bash
# certificate.sh FILE: a self-signed certificate for localhost with its key, in one PEM file. The certificate alone goes to FILE.ca.
set -eu
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
  -keyout "$1.key" -out "$1.ca" 2>/dev/null
cat "$1.ca" "$1.key" > "$1"
rm "$1.key"
