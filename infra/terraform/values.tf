# The chart's values. In a file of its own, which needs no provider: tests/k8s/static.sh renders the chart with them.

locals {
  values = {
    image      = { registry = var.image_registry, tag = var.image_tag }
    localKafka = { enabled = var.kafka == null }
    # Without a cluster all are null, and the chart's own stay.
    kafka = { for name, value in {
      bootstrapServers  = try(var.kafka.bootstrap_servers, null)
      schemaRegistryUrl = try(var.kafka.schema_registry_url, null)
      securityProtocol  = try(var.kafka.security_protocol, null)
      saslMechanism     = try(var.kafka.sasl_mechanism, null)
      existingSecret    = try(var.kafka.existing_secret, null)
      privateAuthority  = try(var.kafka.private_authority, null)
    } : name => value if value != null }
  }
}
