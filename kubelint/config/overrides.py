"""What the configuration says of single paths, applied to findings."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
from collections.abc import Iterable, Iterator

from kubelint.config.patterns import Patterns
from kubelint.config.settings import PathSetting, Settings
from kubelint.finding import Finding


def overridden(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """The findings that are left, with the severities that hold for their files; a later pattern goes before."""
    root = pathlib.Path(settings.root).resolve().as_posix()
    patterns = [(Patterns(root, [setting.glob]), setting) for setting in settings.paths]

    @functools.cache
    def holding(file: str) -> list[PathSetting]:
        path = pathlib.Path(file).absolute().as_posix()
        return [setting for pattern, setting in patterns if pattern.holds(path)]

    for finding in findings:
        found = holding(finding.file)
        if any(finding.rule in setting.ignore for setting in found):
            continue
        severities = [setting.severity[finding.rule] for setting in found if finding.rule in setting.severity]
        yield dataclasses.replace(finding, severity=severities[-1]) if severities else finding
