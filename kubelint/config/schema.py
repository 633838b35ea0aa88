"""The JSON Schema of ``.kubelint.yaml``: what editors complete by, and what kubelint's own validator judges by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kubelint.catalogue import categories, rules
from kubelint.config import presets

Schema = dict[str, Any]
OptionSchema = Callable[[str], Schema | None]
"""The schema of a rule's options, None where it has none."""

_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_SEVERITY: Schema = {"enum": ["error", "warning", "info"]}
_EXTERNAL: Schema = {
    "type": "object",
    "propertyNames": {
        "pattern": "^[a-z][a-z-]*s$",
        "examples": ["namespaces", "secrets", "config-maps", "ingress-classes", "issuers", "services", "workloads"],
    },
    "additionalProperties": _TEXTS,
}

_WORKLOADS: Schema = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z0-9.-]+/[A-Z][A-Za-z0-9]*$", "examples": ["example.com/App"]},
    "additionalProperties": {"type": "string", "examples": ["spec.template"]},
}

_CHARTS: Schema = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"anyOf": [{"type": "string"}, _TEXTS]}},
}


def schema(option_schema: OptionSchema) -> Schema:
    """The whole schema, to be published."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kubelint's configuration (.kubelint.yaml)",
        **properties({name: found for name in rules() if (found := option_schema(name)) is not None}),
    }


def properties(options: dict[str, Schema]) -> Schema:
    """The schema with the options of the rules given."""
    chosen = _list_of([*rules(), *categories()])
    severities = _object(dict.fromkeys(rules(), _SEVERITY), "Severities in place of the usual ones.")
    return _object(
        {
            "kubernetes": _with(
                {"type": ["string", "number"]}, "The version that the clusters run, or a range: 1.29-1.34."
            ),
            "presets": _with(_list_of(presets.names()), "Lists of rules to start from; they add up."),
            "select": _with(chosen, "These rules and categories in place of a preset."),
            "extend-select": _with(chosen, "Rules and categories beside those of the presets."),
            "ignore": _with(chosen, "Rules and categories that do not speak."),
            "severity": severities,
            "options": _object(options, "Options of rules; each rule's page describes its own."),
            "fail-on": _with(_SEVERITY, "The least severity that fails a run."),
            "exclude": _with(_TEXTS, "Files that are left out, by patterns as in .gitignore."),
            "baseline": _with({"type": "string"}, "The file of findings that are not reported again."),
            "paths": _paths(chosen, severities),
            "schemas": _with(_TEXTS, "Folders, files or templates of schemas for further kinds."),
            "bundles": _with({"type": "array", "items": _bundle()}, "Folders whose objects are applied together."),
            "workloads": _with(_WORKLOADS, "Further kinds that keep pods, with the path of their template."),
            "charts": _with(_CHARTS, "Values that charts are rendered with, by folder; a set may be several files."),
            "external": _with(_EXTERNAL, "What lives elsewhere, by kind: `name` or `namespace/name`, globs allowed."),
        }
    )


def _paths(chosen: Schema, severities: Schema) -> Schema:
    override = _object({"ignore": chosen, "severity": severities})
    return _with(
        {"type": "object", "additionalProperties": override}, "What holds for the files that a pattern matches."
    )


def _bundle() -> Schema:
    fields = {
        "path": {"type": "string"},
        "complete": _with({"type": "boolean"}, "Nothing that its objects name lives elsewhere."),
        "namespace": {"type": "string"},
    }
    return {**_object(fields), "required": ["path"]}


def _object(properties: dict[str, Schema], description: str = "") -> Schema:
    return _with({"type": "object", "additionalProperties": False, "properties": properties}, description)


def _list_of(names: list[str]) -> Schema:
    return {"type": "array", "items": {"enum": names}}


def _with(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema
