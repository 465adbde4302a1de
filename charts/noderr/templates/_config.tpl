{{- /*
The two files of a service's configuration. Takes: root, name, service. What is the service's own stands under services.NAME, where it goes before the rest;
the secrets are references to mounted files.
*/ -}}
{{- define "noderr.config" -}}
{{- $values := .root.Values -}}
noderr.yaml: |
  kafka:
    bootstrap.servers: {{ include "noderr.kafkaServers" .root | quote }}
    topic.prefix: {{ $values.kafka.topicPrefix | quote }}
    schema.registry.url: {{ include "noderr.registryUrl" .root | quote }}
    {{- if $values.localKafka.enabled }}
    security.protocol: sasl-ssl
    sasl.mechanism: PLAIN
    {{- else }}
    security.protocol: {{ $values.kafka.securityProtocol }}
    {{- if include "noderr.kafkaLogin" .root }}
    sasl.mechanism: {{ $values.kafka.saslMechanism }}
    {{- end }}
    {{- end }}
    {{- with include "noderr.kafkaAuthority" .root }}
    ssl.ca.location: {{ . }}
    {{- end }}
    {{- if include "noderr.kafkaLogin" .root }}
    sasl.username: ${file:/etc/noderr/kafka/username}
    sasl.password: ${file:/etc/noderr/kafka/password}
    schema.registry.username: ${file:/etc/noderr/kafka/username}
    schema.registry.password: ${file:/etc/noderr/kafka/password}
    {{- end }}
  http:
    # Every address of the pod: the kubelet asks by the pod's, kubectl port-forward by loopback.
    host: 0.0.0.0
    port: 8080
    grpc.port: 8090
    tls.certificate: /etc/noderr/tls/tls.crt
    tls.key: /etc/noderr/tls/tls.key
    keys:
      - { name: operator, key: "${file:/etc/noderr/keys/operator}", roles: [viewer, trader, risk, admin] }
      - { name: viewer, key: "${file:/etc/noderr/keys/viewer}", roles: [viewer] }
      - { name: service, key: "${file:/etc/noderr/keys/service}", roles: [viewer, trader] }
  client:
    tls.authority: /etc/noderr/tls/ca.crt
    api.key: ${file:/etc/noderr/keys/service}
  {{- if and (eq .name "executor") (hasKey (include "noderr.services" .root | fromJson) "venue") }}
  venue.url: https://{{ include "noderr.fullname" .root }}-venue:8090
  {{- end }}
  trading.file: trading.yaml
  {{- with $values.config }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .service.config }}
  services:
    {{ $.name }}: {{- toYaml . | nindent 6 }}
  {{- end }}
trading.yaml: |
  {{- toYaml $values.trading | nindent 2 }}
{{- end -}}
