"""Certificates: who keeps them, and whether those in the manifests do what they are there for."""
