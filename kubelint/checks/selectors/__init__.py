"""Selectors: what finds its pods by labels, its ports by names, its objects by name."""
