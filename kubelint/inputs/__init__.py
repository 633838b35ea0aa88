"""Where manifests come from and what is applied together."""
