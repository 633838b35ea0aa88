"""Availability: whether an application answers during updates, drains and failures."""
