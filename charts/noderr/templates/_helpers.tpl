{{- define "noderr.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $both := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- /* Short enough for the longest name that a component adds and for DNS. */ -}}
{{- default $both .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- /* Labels that never change, for selectors. Takes: root, component. */ -}}
{{- define "noderr.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "noderr.labels" -}}
{{ include "noderr.selector" . }}
app.kubernetes.io/part-of: noderr
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* Takes: root, name, image (the whole of it, or empty). */ -}}
{{- define "noderr.image" -}}
{{- $image := .root.Values.image -}}
{{- $made := printf "%s%s:%s" $image.prefix .name (default .root.Chart.AppVersion $image.tag) -}}
{{- if $image.registry }}{{ $made = printf "%s/%s" $image.registry $made }}{{ end -}}
{{- default $made .image -}}
{{- end -}}

{{- define "noderr.podSettings" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
{{- end -}}

{{- define "noderr.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- /* What a StatefulSet says of its volume. Takes: root, component, storage. It goes with the release. */ -}}
{{- define "noderr.volume" -}}
persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete, whenScaled: Retain }
volumeClaimTemplates:
  - metadata:
      name: data
      labels: {{- include "noderr.selector" . | nindent 8 }}
    spec:
      accessModes: [ReadWriteOnce]
      {{- with .root.Values.storageClassName }}
      storageClassName: {{ . }}
      {{- end }}
      resources: { requests: { storage: {{ .storage }} } }
{{- end -}}

{{- /* Every service with the defaults filled in, as JSON: those that are switched off are left out. */ -}}
{{- define "noderr.services" -}}
{{- $services := dict -}}
{{- range $name, $own := .Values.services -}}
{{- $service := mergeOverwrite (deepCopy $.Values.defaults) (default dict $own) -}}
{{- if $service.enabled }}{{ $_ := set $services $name $service }}{{ end -}}
{{- end -}}
{{- toJson $services -}}
{{- end -}}

{{- define "noderr.kafkaServers" -}}
{{- if .Values.localKafka.enabled }}{{ include "noderr.fullname" . }}-kafka:9093{{ else }}{{ .Values.kafka.bootstrapServers }}{{ end -}}
{{- end -}}

{{- define "noderr.registryUrl" -}}
{{- if .Values.localKafka.enabled }}https://{{ include "noderr.fullname" . }}-kafka:8081{{ else }}{{ .Values.kafka.schemaRegistryUrl }}{{ end -}}
{{- end -}}

{{- define "noderr.tlsSecret" -}}{{ default (printf "%s-tls" (include "noderr.fullname" .)) .Values.tls.existingSecret }}{{- end -}}
{{- define "noderr.keysSecret" -}}{{ default (printf "%s-api-keys" (include "noderr.fullname" .)) .Values.apiKeys.existingSecret }}{{- end -}}
{{- define "noderr.kafkaSecret" -}}{{ default (printf "%s-kafka-login" (include "noderr.fullname" .)) .Values.kafka.existingSecret }}{{- end -}}

{{- /* Whether clients of Kafka log in. */ -}}
{{- define "noderr.kafkaLogin" -}}
{{- if or .Values.localKafka.enabled (hasPrefix "sasl" .Values.kafka.securityProtocol) }}yes{{ end -}}
{{- end -}}

{{- /* The file with the authority of Kafka and its registry, where it is a private one. */ -}}
{{- define "noderr.kafkaAuthority" -}}
{{- if .Values.localKafka.enabled }}/etc/noderr/tls/ca.crt{{ else if .Values.kafka.privateAuthority }}/etc/noderr/kafka/ca.crt{{ end }}
{{- end -}}

{{- /*
The secrets that the chart makes, as JSON: name → key → value in base64. What is in the cluster already is taken from there, so that an upgrade changes
nothing. Made once a rendering and kept on the values, or the checksums on the pods would be of other secrets than those that are installed.
*/ -}}
{{- define "noderr.secrets" -}}
{{- if not (hasKey .Values "madeSecrets") -}}
{{- $made := dict -}}
{{- $full := include "noderr.fullname" . -}}
{{- if not .Values.tls.existingSecret -}}
{{- $names := list "localhost" -}}
{{- range $component := append (keys .Values.services | sortAlpha) "kafka" -}}
{{- $name := printf "%s-%s" $full $component -}}
{{- $names = concat $names (list $name (printf "%s.%s" $name $.Release.Namespace) (printf "%s.%s.svc" $name $.Release.Namespace)) -}}
{{- end -}}
{{- /* The authority's key is thrown away: nobody signs a second certificate with it. */ -}}
{{- $days := int .Values.tls.days -}}
{{- $authority := genCAWithKey (printf "%s-authority" $full) $days (genPrivateKey "ecdsa") -}}
{{- $own := genSignedCertWithKey $full (list "127.0.0.1") $names $days $authority (genPrivateKey "ecdsa") -}}
{{- $_ := set $made (include "noderr.tlsSecret" .) (dict "ca.crt" $authority.Cert "tls.crt" $own.Cert "tls.key" $own.Key "tls-combined.pem" (print $own.Cert $own.Key)) -}}
{{- end -}}
{{- if not .Values.apiKeys.existingSecret -}}
{{- $_ := set $made (include "noderr.keysSecret" .) (dict "operator" (randAlphaNum 40) "viewer" (randAlphaNum 40) "service" (randAlphaNum 40)) -}}
{{- end -}}
{{- if and .Values.localKafka.enabled (not .Values.kafka.existingSecret) -}}
{{- $password := randAlphaNum 40 -}}
{{- $_ := set $made (include "noderr.kafkaSecret" .) (dict "username" "noderr" "password" $password "users" (printf "noderr:%s\n" $password)) -}}
{{- end -}}
{{- range $name, $data := $made -}}
{{- $there := lookup "v1" "Secret" $.Release.Namespace $name -}}
{{- range $key, $value := $data -}}
{{- $_ := set $data $key (default ($value | b64enc) (dig "data" $key "" $there)) -}}
{{- end -}}
{{- end -}}
{{- $_ := set .Values "madeSecrets" $made -}}
{{- end -}}
{{- toJson .Values.madeSecrets -}}
{{- end -}}
