"""Ingress: hosts with and without TLS, who serves them, and what is behind them."""
