#!/usr/bin/env bash
# images.sh OUT TAG…: what the Dockerfile makes, without a container engine: programs published on this machine, on a stand-in for the base image, as archives
# OUT/NAME.tar with each of the tags. Base image, variables, user and entry point are read from the Dockerfile.
set -euo pipefail
# shellcheck source=tests/k8s/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
out=${1:?OUT is missing}; shift
mkdir -p "$out"; out=$(cd "$out" && pwd)
cd "$root"
kit || { echo "images: the archive kubernetes of ../shared/tools is not on this machine" >&2; exit 1; }

last=$(tac Dockerfile | sed '/^FROM /q' | tac)
line() { sed -n "s/^$1 //p" <<<"$last"; }
base=$build/base.tar wanted="$(line FROM) of dotnet $(dotnet --version)"
if [ "$(cat "$base.of" 2>/dev/null)" != "$wanted" ]; then
  mv "$("$kit/base-images" "$(line FROM)")" "$base"
  echo "$wanted" >"$base.of"
fi
rm -rf "$build/programs"
# Compiled ahead of time they start sooner; here the compiler's time counts.
READY_TO_RUN=${READY_TO_RUN:-false} infra/publish.sh "$build/programs"
for program in "$build"/programs/*; do
  name=$(basename "$program")
  names=(); for tag in "$@"; do names+=(--name "noderr-$name:$tag"); done
  "$kit/mkimage" "${names[@]}" --out "$out/$name.tar" --base "$base" --add "$program:/app" --owner 0:0 --mtime 0 \
    --env "$(line ENV)" --workdir "$(line WORKDIR)" --user 1654 --entrypoint "$(line ENTRYPOINT)"
done
