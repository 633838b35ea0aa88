"""Ingress controllers and gateways, one module each: what plain HTTP meets there, by the effective configuration."""
