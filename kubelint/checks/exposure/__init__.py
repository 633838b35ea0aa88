"""Exposure: what is open to the Internet past Ingresses and Gateways."""
