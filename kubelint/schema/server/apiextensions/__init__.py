"""Custom resource definitions and the schemas in them."""
