"""What was said in the file and on the command line, weighed into settings."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kubelint.config import choice, presets
from kubelint.config.settings import BundleSetting, PathSetting, Settings, today
from kubelint.errors import UsageError
from kubelint.finding import Severity
from kubelint.kube.versions import DEFAULT, VersionRange

Said = Mapping[str, Any]
"""What one source says, with the keys and values of the configuration file."""


def settings_from(file: Said, line: Said, root: str, has_option: Callable[[str, str], bool]) -> Settings:
    """The settings of a run; what the command line says replaces what the file says, or is added to it.

    ``has_option`` tells whether a rule has an option of a name.

    Raises:
        UsageError: an unknown rule, preset, version or date.
    """
    said = {**file, **line}
    taken = [choice.known_preset(name) for name in said.get("presets", (presets.RECOMMENDED,))]
    return Settings(
        versions=VersionRange.parse(str(said["kubernetes"])) if "kubernetes" in said else DEFAULT,
        rules=_rules(file, line),
        severity=_severities(file),
        options=_options(taken, file.get("options", {}), has_option),
        external={kind.replace("-", ""): tuple(names) for kind, names in file.get("external", {}).items()},
        workloads=dict(file.get("workloads", {})),
        bundles=tuple(_bundle(bundle, root) for bundle in file.get("bundles", ())),
        charts={path: tuple(map(_values, sets)) for path, sets in file.get("charts", {}).items()},
        now=_moment(line["now"]) if "now" in line else today(),
        fail_on=Severity[said.get("fail-on", "warning").upper()],
        exclude=(*file.get("exclude", ()), *line.get("exclude", ())),
        schemas=(*(_below(root, path) for path in file.get("schemas", ())), *_existing(line.get("schemas", ()))),
        paths=tuple(_path(glob, what) for glob, what in file.get("paths", {}).items()),
        baseline=_below(root, said["baseline"]) if "baseline" in said else None,
        root=root,
        **({"max_file_size": line["max-file-size"]} if "max-file-size" in line else {}),
    )


def _rules(file: Said, line: Said) -> frozenset[str]:
    """A selection on the command line replaces all that the file chose; everything else adds to it."""
    said = line if "select" in line else {**file, **line}
    layers = [line] if "select" in line else [file, line]
    if "select" in said and "presets" not in line:
        chosen = choice.named(said["select"])
    else:
        chosen = choice.of_presets(said.get("presets", (presets.RECOMMENDED,)))
    chosen |= choice.named(_all(layers, "extend-select")) | choice.always()
    return chosen - choice.named(_all(layers, "ignore"))


def _all(layers: Iterable[Said], key: str) -> list[str]:
    return [name for layer in layers for name in layer.get(key, ())]


def _options(
    taken: Sequence[str], given: Mapping[str, Mapping[str, Any]], has_option: Callable[[str, str], bool]
) -> dict[str, Mapping[str, Any]]:
    options: dict[str, Mapping[str, Any]] = {}
    for preset in taken:
        for rule, values in presets.options_of(preset).items():
            options[rule] = {**options.get(rule, {}), **values}
        if presets.includes_node_daemons(preset):
            for rule in presets.rules_of(preset):
                if has_option(rule, "node-daemons"):
                    options[rule] = {**options.get(rule, {}), "node-daemons": True}
    for rule, values in given.items():
        options[rule] = {**options.get(rule, {}), **values}
    return options


def _severities(said: Said) -> dict[str, Severity]:
    return {choice.known_rule(rule).name: Severity[word.upper()] for rule, word in said.get("severity", {}).items()}


def _path(glob: str, said: Said) -> PathSetting:
    return PathSetting(glob, choice.named(said.get("ignore", ())), _severities(said))


def _bundle(said: Said, root: str) -> BundleSetting:
    return BundleSetting(_below(root, said["path"]), said.get("complete", False), said.get("namespace"))


def _existing(places: Sequence[str]) -> Sequence[str]:
    """Files and folders of schemas, and templates (with braces), whose files need not exist."""
    for place in places:
        if "{" not in place and not os.path.exists(place):  # noqa: PTH110
            raise UsageError(f"there is no file or folder of schemas `{place}`")
    return places


def _below(root: str, path: str) -> str:
    """A path that starts from the file's folder, from the working directory instead, where files get their names."""
    return path if root == "." else os.path.relpath(os.path.join(root, path)).replace(os.sep, "/")  # noqa: PTH118


def _values(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _moment(text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"`{text}` is no date; write one like `2026-11-22` or `2026-11-22T08:00:00Z`") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
