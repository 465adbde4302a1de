#!/usr/bin/env bash
# Builds the hostile test and runs it; --help tells its options.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build -c Release -v quiet --nologo hostile >&2
# The broker is built here, so that its start is not charged for it.
../../noderr --version > /dev/null
exec hostile/bin/Release/net10.0/fuzz-test "$@"
