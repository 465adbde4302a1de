#!/bin/sh
# Lints the contracts and compares them with those of a commit, by default the newest of main.
set -eu
cd "$(dirname "$0")"
base=${1:-main}
[ -x node_modules/.bin/buf ] || npm ci --no-audit --no-fund
npx buf lint
if ! git cat-file -e "$base:contracts/buf.yaml" 2>/dev/null; then
    echo "contracts: lint is clean; $base has no contracts to compare with"
    exit 0
fi
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
# By an archive, for in a worktree .git is no folder that buf could read.
git -C .. archive --format=tar "$base:contracts" | tar -x -C "$before"
npx buf breaking --against "$before"
echo "contracts: lint is clean, and nothing breaks $base"
