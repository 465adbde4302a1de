#!/usr/bin/env bash
# publish.sh OUT [NAME…]: publishes the programs of the system, each into OUT/NAME, where OUT/NAME/run starts it. Without names, all of them.
# Names: the folders of services/, venue (the simulated venue), cli (the command, with the broker).
# The Dockerfile, tests/k8s, tests/e2e and noderr itself run it, so that what is tested is what is shipped. Compiled ahead of time, or the
# just-in-time compiler takes most of the start. ARCH=arm64 publishes for another processor.
set -euo pipefail
out=${1:?OUT is missing}; shift
mkdir -p "$out"; out=$(cd "$out" && pwd)
cd "$(dirname "$0")/.."

declare -A projects=([cli]=cli/noderr.csproj)
[ ! -d venues/paper ] || projects[venue]=venues/paper/Noderr.Venues.Paper.csproj
for project in services/*/*.csproj; do
  # A service without a Program.cs is a library of the others still.
  if [ -e "$(dirname "$project")/Program.cs" ]; then projects[$(basename "$(dirname "$project")")]=$project; fi
done

[ $# -gt 0 ] || mapfile -t names < <(printf '%s\n' "${!projects[@]}" | sort)
for name in "${@:-${names[@]}}"; do
  project=${projects[$name]:-}
  [ -n "$project" ] || { echo "publish: there is no program $name; known: ${!projects[*]}" >&2; exit 2; }
  echo "publish: $name" >&2
  # Folders of their own for what is built on the way: a runtime identifier would make `make build` restore everything again.
  # The analyzers had their say when it was built and tested.
  dotnet publish "$project" -c Release --artifacts-path "${ARTIFACTS:-.build/publish}" ${ARCH:+--arch "$ARCH"} --use-current-runtime --self-contained false \
    -p:PublishReadyToRun="${READY_TO_RUN:-true}" -p:DebugType=none -p:RunAnalyzers=false -o "$out/$name" --nologo -v quiet >&2
  # The host finds its assembly by its own path, links resolved: images start every service by the same name.
  ln -sfn "$(basename "$project" .csproj)" "$out/$name/run"
done
