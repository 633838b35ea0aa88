"""Where each setting came from."""

from __future__ import annotations

from typing import Any, NamedTuple

from kubelint.config import presets
from kubelint.config.file import File
from kubelint.config.resolve import Said
from kubelint.kube.versions import DEFAULT

LINE, NOWHERE = "command line", "default"
_DEFAULTS: dict[str, Any] = {
    "kubernetes": "-".join(dict.fromkeys((DEFAULT.names[0], DEFAULT.names[-1]))),
    "presets": [presets.RECOMMENDED],
    "fail-on": "warning",
}
_ADDED = ("extend-select", "ignore", "exclude", "schemas")
"""What the command line adds to, where it replaces the rest."""


class Setting(NamedTuple):
    """A key of the configuration, its value and who set it."""

    key: str
    value: Any
    origin: str


def in_force(file: File | None, line: Said) -> list[Setting]:
    """Every key that has a value."""
    said = _without_choice(file.said) if file and "select" in line else file.said if file else {}
    name = file.name if file else NOWHERE
    return [_setting(key, said, line, name) for key in dict.fromkeys((*_DEFAULTS, *said, *line))]


def _setting(key: str, said: Said, line: Said, name: str) -> Setting:
    if key in line and key in said and key in _ADDED:
        return Setting(key, [*said[key], *line[key]], f"{name} and {LINE}")
    if key in line:
        return Setting(key, line[key], LINE)
    return Setting(key, said[key], name) if key in said else Setting(key, _DEFAULTS[key], NOWHERE)


def _without_choice(said: Said) -> Said:
    """A selection on the command line replaces all that the file chose."""
    return {key: value for key, value in said.items() if key not in ("presets", "select", "extend-select", "ignore")}
