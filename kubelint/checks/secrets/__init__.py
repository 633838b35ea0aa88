"""Secrets: where they lie in clear text, and those that do not do what they are there for."""
