#!/usr/bin/env bash
# Checks what is deployed without deploying it: the chart, compose.yaml, skaffold.yaml, Terraform, the scripts. Skips, aloud, what lacks its tools.
set -euo pipefail
# shellcheck source=tests/k8s/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
has() { command -v "$1" >/dev/null; }

template() { helm template noderr "$chart" --namespace trading --kube-version 1.33.0 "$@"; }
terraform_to_helm() {
  echo 'jsonencode(local.values)' | terraform -chdir="$build/terraform" console -var "kafka=$1" | jq -r . >"$build/values.json"
  template -f "$build/values.json"
}
template_to() { local out=$1; shift; template "$@" >"$out"; }
# Mistakes, and the word by which the refusal names them.
mistakes=(
  'nonsense=1 nonsense' 'services.riks.replicas=1 riks' 'services.risk.replica=1 replica' 'services.risk.replicas=-1 replicas' 'services.risk.replicas=two replicas'
  'image.pullPolicy=Sometimes pullPolicy' 'image.tag=a/b tag' 'kafka.securityProtocol=ssl3 securityProtocol' 'kafka.bootstrapServers=broker bootstrapServers'
  'kafka.topicPrefix=noderr topicPrefix' 'kafka.schemaRegistryUrl=registry:8081 schemaRegistryUrl' 'localKafka.storage=lots storage' 'localKafka.enabled=perhaps enabled'
  'tls.days=0 days' 'config.kafka.topic=x config' 'config.http\.port=1 config' 'services.risk.config.client.x=1 config' 'trading.instruments=null instruments'
  'defaults.resources.limit.memory=1Gi limit' 'apiKeys.operator=secret operator' 'podDisruptionBudget.minAvailable=1 minAvailable')

if has helm || kit; then
  if ! has helm; then
    mkdir -p "$K8S_LOCAL_BIN"
    [ -x "$K8S_LOCAL_BIN/helm" ] || xz -dc "$kit/bin/k8s.tar.xz" | tar -xf - -C "$K8S_LOCAL_BIN" --no-same-owner helm kubeconform
    PATH=$K8S_LOCAL_BIN:$PATH
  fi
  for values in "$chart"/ci/*-values.yaml; do
    name=$(basename "$values" -values.yaml)
    check "helm lint: $name" helm lint --strict --quiet "$chart" -f "$values"
    check "helm template: $name" template_to "$build/$name.yaml" -f "$values"
    # The schemas are those of a cluster: kubernetes-schemas.sh.
    check "kubeconform: $name" kubeconform -strict -summary -schema-location 'tests/k8s/kubernetes-schemas/{{ .ResourceKind }}.json' "$build/$name.yaml"
  done
  for mistake in "${mistakes[@]}"; do
    check "refused: ${mistake% *}" refused "${mistake##* }" template --set localKafka.enabled=true --set "${mistake% *}"
  done
  check "refused: no Kafka at all" refused 'kafka.bootstrapServers must name a cluster' template
  check "refused: a cluster without a registry" refused 'kafka.schemaRegistryUrl must be set' template --set kafka.bootstrapServers=a:1
  check "refused: SASL without a login" refused 'kafka.existingSecret must be set' template --set kafka.bootstrapServers=a:1 --set kafka.schemaRegistryUrl=https://r
else
  skip "the chart - neither helm nor the kubernetes archive is on this machine"
fi

if has node; then
  [ -d tests/k8s/node_modules/ajv ] || npm --prefix tests/k8s ci --no-audit --no-fund --silent
  if [ -d "$shared/reference/schemas" ]; then
    check "skaffold.yaml fits its schema" node tests/k8s/validate.mjs "$shared/reference/schemas/skaffold-v4.json" skaffold.yaml
    check "compose.yaml fits its schema" node tests/k8s/validate.mjs "$shared/reference/schemas/compose-spec.json" compose.yaml
  else
    skip "schemas of skaffold.yaml and compose.yaml - $shared/reference/schemas is not there"
  fi
  check "compose.yaml, skaffold.yaml and the chart name the same programs and instruments" node tests/k8s/agreement.mjs
else
  skip "skaffold.yaml and compose.yaml - there is no node on this machine"
fi

if has terraform; then
  # The provider can't be downloaded everywhere, and without it no resource is checked. The values need none: the chart is rendered with them.
  check "terraform fmt" terraform fmt -check -recursive -diff infra/terraform
  rm -rf "$build/terraform"; mkdir -p "$build/terraform"
  cp infra/terraform/{variables,values}.tf "$build/terraform/"
  check "terraform init, of variables and values" terraform -chdir="$build/terraform" init -input=false
  check "terraform validate, of variables and values" terraform -chdir="$build/terraform" validate
  if has helm; then
    for kafka in null '{bootstrap_servers="a:9093",schema_registry_url="https://r",existing_secret="login"}'; do
      check "the chart takes Terraform's values: kafka=$kafka" terraform_to_helm "$kafka"
    done
  fi
  check "terraform refuses an unknown protocol" refused 'kafka.security_protocol must be one of' \
    terraform -chdir="$build/terraform" plan -input=false -var 'kafka={bootstrap_servers="a:1",schema_registry_url="https://r",security_protocol="ssl3"}'
  skip "terraform validate of the resource - needs the provider hashicorp/helm from a registry"
else
  skip "Terraform - it is not on this machine"
fi

scripts=(infra/publish.sh tests/k8s/*.sh)
if has shellcheck; then check "shellcheck" shellcheck -x "${scripts[@]}"; else skip "shellcheck - it is not on this machine"; fi
for script in "${scripts[@]}"; do check "bash -n $script" bash -n "$script"; done
summary
