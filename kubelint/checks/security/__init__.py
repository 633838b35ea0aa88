"""Security: what a container may do to its node and its neighbours."""
