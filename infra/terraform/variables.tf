variable "release" {
  description = "Name of the Helm release"
  type        = string
  default     = "noderr"
}

variable "namespace" {
  description = "Namespace to install into; made when it is missing"
  type        = string
  default     = "noderr"
}

variable "chart" {
  description = "The chart: a folder, an archive, or an OCI address; the one of this repository when not set"
  type        = string
  default     = null
}

variable "image_registry" {
  description = "Where the images are, without the images' names; the nodes' own images when empty"
  type        = string
  default     = ""
}

variable "image_tag" {
  description = "Tag of the images; the chart's appVersion when empty"
  type        = string
  default     = ""
}

variable "kafka" {
  description = "The Kafka cluster to use; the embedded broker, for trials, when not set"
  type = object({
    bootstrap_servers   = string
    schema_registry_url = string
    security_protocol   = optional(string, "sasl-ssl")
    sasl_mechanism      = optional(string, "SCRAM-SHA-512")
    existing_secret     = optional(string, "")
    private_authority   = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.kafka == null ? true : contains(["plaintext", "ssl", "sasl-plaintext", "sasl-ssl"], var.kafka.security_protocol)
    error_message = "kafka.security_protocol must be one of plaintext, ssl, sasl-plaintext, sasl-ssl."
  }
}

variable "values" {
  description = "More values of the chart, over those that the other variables make"
  type        = any
  default     = {}
}

variable "timeout_seconds" {
  description = "How long an installation may take until every pod is ready; after that it is rolled back"
  type        = number
  default     = 600
}
