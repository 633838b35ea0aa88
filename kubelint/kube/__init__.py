"""Kubernetes' vocabulary over plain data: objects, workloads, pods, containers, quantities, names."""
