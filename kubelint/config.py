"""Settings: what a run is to do, from the file and from the command line."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kubelint.finding import Severity
from kubelint.kube.versions import DEFAULT, VersionRange


@dataclass(frozen=True)
class BundleSetting:
    """A folder whose objects are applied together; ``complete`` says that nothing they name lives elsewhere."""

    path: str
    complete: bool = False
    namespace: str | None = None


def today() -> datetime.datetime:
    """The moment of the run, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Settings:
    """Everything that a run depends on beside the manifests."""

    versions: VersionRange = DEFAULT
    rules: frozenset[str] | None = None
    """The names of the rules that speak; None for those that are on by default."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By rule name, then option name."""
    external: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What lives elsewhere, by plural kind (``secrets``): globs of ``namespace/name`` or ``name``."""
    bundles: tuple[BundleSetting, ...] = ()
    now: datetime.datetime = field(default_factory=today)
