"""JSON Schemas that users bring, found by kubeconform's templates and judged by the jsonschema package."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kubelint.errors import UsageError
from kubelint.finding import Fault
from kubelint.kube.objects import Object

# How the catalogues of custom resources' schemas, and kubeconform's own tool, lay out their files.
_LAYOUTS = ("{group}/{kind}_{version}.json", "{kind}_{version}.json", "{kind}-{group}-{version}.json", "{kind}.json")
_PLACEHOLDER = re.compile(r"\{\{\s*\.(\w+)\s*\}\}|\{(\w+)\}")
_RULES = {"type": "wrong-type", "enum": "unsupported-value", "const": "unsupported-value", "required": "missing-field"}


class Foreign:
    """Schemas in files, by templates with ``{group}``, ``{kind}`` and ``{version}``, or in folders of known layouts."""

    def __init__(self, templates: list[str]) -> None:
        self.templates = templates
        self.folders: list[Path] = []
        self._found: dict[tuple[str, str], Any] = {}
        self._validators: dict[tuple[str, str], Any] = {}
        for template in templates:
            if "://" in template:
                raise UsageError(f"`{template}` is not on this machine: schemas are read from files alone")

    def schema_of(self, obj: Object) -> Any:
        """The schema of an object's kind and version; None where there is no file of it."""
        identity = (obj.api_version, obj.kind)
        if identity not in self._found:
            file = next((file for file in self._files(obj) if file.is_file()), None)
            self._found[identity] = None if file is None else _loaded(file)
        return self._found[identity]

    def judged(self, obj: Object) -> list[Fault]:
        """What the schema says of an object; nothing where there is none."""
        schema = self.schema_of(obj)
        if schema is None:
            return []
        identity = (obj.api_version, obj.kind)
        if identity not in self._validators:
            from jsonschema.validators import validator_for

            self._validators[identity] = validator_for(schema)(schema)
        errors = self._validators[identity].iter_errors(_without_nulls(obj.data))
        return [fault for error in errors for fault in _faults(error)]

    def _files(self, obj: Object) -> Iterator[Path]:
        layouts = [f"{folder.as_posix()}/{layout}" for folder in self.folders for layout in _LAYOUTS]
        for template in [*self.templates, *layouts]:
            for kind in (obj.kind.lower(), obj.kind):
                yield Path(_filled(template, obj, kind))


def _filled(template: str, obj: Object, kind: str) -> str:
    """A template's path for a kind; names of placeholders as kubeconform has them, and ours."""
    values = {
        "Group": obj.group,
        "KindSuffix": "-" + obj.api_version.replace("/", "-").lower(),
        "NormalizedKubernetesVersion": "master",
        "ResourceAPIVersion": obj.version,
        "ResourceKind": kind,
        "StrictSuffix": "-strict",
        "group": obj.group,
        "kind": kind,
        "version": obj.version,
    }
    safe = {name: re.sub(r"[^\w.-]|\.\.", "_", value) for name, value in values.items()}
    return _PLACEHOLDER.sub(lambda match: safe.get(match[1] or match[2], match[0]), template)


def _loaded(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"the schema `{file.as_posix()}` cannot be read: {error}") from error


def _faults(error: Any) -> Iterator[Fault]:
    """An error of jsonschema in our words; one per unknown field."""
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        patterns = error.schema.get("patternProperties", {})
        for name in error.instance:
            if name not in known and not any(re.search(pattern, name) for pattern in patterns):
                yield Fault("unknown-field", (*path, name), f"unknown field `{name}`", key=True)
        return
    yield Fault(_RULES.get(error.validator, "invalid-value"), path, _words(error))


def _words(error: Any) -> str:
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"lacks the required field `{missing[0]}`" if missing else error.message
    if error.validator == "type":
        kinds = error.validator_value
        return f"expected {kinds if isinstance(kinds, str) else ' or '.join(kinds)}"
    if error.validator == "enum":
        return f"is not supported, expected one of {', '.join(f'`{item}`' for item in error.validator_value[:20])}"
    return f"does not keep the schema's `{error.validator}`"


def _without_nulls(value: Any) -> Any:
    """The data as the server takes them: null is absent."""
    if isinstance(value, dict):
        return {key: _without_nulls(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value
