output "release" {
  description = "Name and revision of what is installed"
  value       = "${helm_release.noderr.name} in ${helm_release.noderr.namespace}"
}

output "control_service" {
  description = "The service with the API and the page, on port 8080 with TLS"
  value       = "${strcontains(var.release, "noderr") ? var.release : "${var.release}-noderr"}-control.${var.namespace}.svc:8080"
}
