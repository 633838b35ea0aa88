"""What a run is to do, once everything that was said about it has been weighed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kubelint.finding import Severity
from kubelint.kube.versions import DEFAULT, VersionRange
from kubelint.manifest.reader import LIMIT


@dataclass(frozen=True)
class BundleSetting:
    """A folder whose objects are applied together; ``complete`` says that nothing they name lives elsewhere."""

    path: str
    complete: bool = False
    namespace: str | None = None


@dataclass(frozen=True)
class PathSetting:
    """What holds for the files that a glob matches, beside what holds for all."""

    glob: str
    ignore: frozenset[str] = frozenset()
    """The names of the rules that do not speak there."""
    severity: Mapping[str, Severity] = field(default_factory=dict)


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
    """What lives elsewhere, by plural kind as in URLs (``ingressclasses``): globs of ``namespace/name`` or ``name``."""
    workloads: Mapping[str, str] = field(default_factory=dict)
    """Further kinds that keep pods (``example.com/App``), with the path of their template (``spec.template``)."""
    bundles: tuple[BundleSetting, ...] = ()
    charts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Sets of values files by the folder of a chart, each a list of files from there."""
    now: datetime.datetime = field(default_factory=today)
    fail_on: Severity = Severity.WARNING
    """A finding of this severity or above makes the run fail."""
    exclude: tuple[str, ...] = ()
    """Patterns, as in ``.gitignore``, of files that a walk leaves out."""
    schemas: tuple[str, ...] = ()
    """Folders, files or templates of schemas that the user brings."""
    paths: tuple[PathSetting, ...] = ()
    baseline: str | None = None
    """The file that records the findings which are not to be reported again."""
    root: str = "."
    """The folder that the patterns of ``exclude`` and ``paths`` and the paths of ``bundles`` start from."""
    max_file_size: int = LIMIT
    """Bytes of a file beyond which it is not read."""
