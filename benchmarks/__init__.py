"""Measurements by ratio, on one machine in one run."""
