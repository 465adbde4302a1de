# Installs the chart on a cluster that is there. Which cluster, the caller's provider "helm" says: a module that brings its own could not be
# used twice, nor removed.

resource "helm_release" "noderr" {
  name             = var.release
  namespace        = var.namespace
  create_namespace = true
  chart            = coalesce(var.chart, "${path.module}/../../charts/noderr")

  values = [
    yamlencode(local.values),
    yamlencode(var.values),
  ]

  # An upgrade that does not become ready is taken back.
  atomic          = true
  cleanup_on_fail = true
  wait            = true
  timeout         = var.timeout_seconds
}
