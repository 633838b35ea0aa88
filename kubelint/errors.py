"""The exceptions that kubelint raises on purpose; each message is one clear sentence for people."""

from __future__ import annotations


class KubelintError(Exception):
    """Anything that ends a run with exit code 2."""


class UsageError(KubelintError):
    """A wrong argument: an unknown rule, version, format or path."""


class ConfigError(KubelintError):
    """A configuration file that cannot be used; the message begins with file, line and column."""


class InputError(KubelintError):
    """A file that cannot be read."""
