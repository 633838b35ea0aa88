"""RBAC: who may do what in the cluster, and who should not."""
