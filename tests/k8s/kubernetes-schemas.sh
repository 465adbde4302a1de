#!/usr/bin/env bash
# kubernetes-schemas.sh DIR: the JSON schemas of what the chart is made of, from the cluster of KUBECONFIG, one file for each kind, without prose.
# Properties that a kind does not have are refused.
set -euo pipefail
mkdir -p "$1"
for kind in api/v1:core:Pod api/v1:core:Service api/v1:core:Secret api/v1:core:ConfigMap apis/apps/v1:apps:Deployment apis/apps/v1:apps:StatefulSet \
  apis/policy/v1:policy:PodDisruptionBudget apis/networking.k8s.io/v1:networking:NetworkPolicy; do
  IFS=: read -r group package name <<<"$kind"
  kubectl get --raw "/openapi/v3/$group" | jq -c --arg root "io.k8s.api.$package.v1.$name" '
    .components.schemas as $all
    | def wanted: [.. | objects | ."$ref"? | strings | ltrimstr("#/components/schemas/")] | unique;
      def closure($names): ([$names[] | $all[.] | wanted[]] + $names | unique) as $more | if $more == $names then $names else closure($more) end;
      def strict: walk(if type == "object" then del(.description, .default, ."x-kubernetes-group-version-kind")
        | if (.properties | type) == "object" and (has("additionalProperties") | not) then .additionalProperties = false else . end else . end);
    {"$ref": "#/components/schemas/\($root)", components: {schemas: (closure([$root]) | map({key: ., value: ($all[.] | strict)}) | from_entries)}}' \
    >"$1/$(tr '[:upper:]' '[:lower:]' <<<"$name").json"
done
