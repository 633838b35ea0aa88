"""The configuration file: found, read as any other YAML, and judged with lines and columns."""

from __future__ import annotations

import pathlib
from typing import Any, NamedTuple

from kubelint.config.schema import OptionSchema, properties
from kubelint.config.validate import Mistake, mistakes
from kubelint.errors import ConfigError, UsageError
from kubelint.finding import Span
from kubelint.kube.objects import mapping
from kubelint.kube.versions import VersionRange
from kubelint.manifest import Document, read_bytes

NAME = ".kubelint.yaml"


class File(NamedTuple):
    """What a configuration file says."""

    name: str
    said: dict[str, Any]
    root: str
    """The folder that its patterns and paths start from."""


def load(config: str | None, option_schema: OptionSchema) -> File | None:
    """The file named, else the nearest above the working directory; None where there is none.

    Raises:
        ConfigError: it cannot be read, or says something that is not understood.
    """
    found = pathlib.Path(config) if config else _nearest()
    if found is None:
        return None
    name = found.as_posix()
    try:
        content = found.read_bytes()
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    return File(name, _said(content, name, option_schema), "." if config else str(found.parent))


def _nearest() -> pathlib.Path | None:
    here = pathlib.Path.cwd()
    found = next((folder / NAME for folder in (here, *here.parents) if (folder / NAME).is_file()), None)
    return pathlib.Path(NAME) if found == here / NAME else found


def _said(content: bytes, name: str, option_schema: OptionSchema) -> dict[str, Any]:
    documents = [d for d in read_bytes(content, name).documents if d.data is not None or d.notes]
    if not documents:
        return {}
    document = documents[0]
    for note in document.notes:
        raise ConfigError(_at(document, note.span, note.message))
    if len(documents) > 1:
        raise ConfigError(_at(documents[1], documents[1].span, "a second document; one holds all settings"))
    schema = properties(_options(document.data, option_schema))
    wrong = [_mistake(document, mistake) for mistake in mistakes(document.data, schema)]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return {**document.data, **_version(document)}


def _version(document: Document) -> dict[str, str]:
    """The version as it is written: for YAML, 1.30 is the number 1.3."""
    if "kubernetes" not in document.data:
        return {}
    span = document.locate(("kubernetes",))
    text = document.manifest.text[span.start : span.end].strip("\"'")
    try:
        VersionRange.parse(text)
    except UsageError as error:
        raise ConfigError(_at(document, span, str(error))) from None
    return {"kubernetes": text}


def _options(data: Any, option_schema: OptionSchema) -> dict[str, Any]:
    """The schemas of those rules alone whose options the file sets: to know them all costs every check's import."""
    from kubelint.catalogue import rules

    given = mapping(mapping(data).get("options"))
    return {name: (option_schema(name) or _NO_OPTIONS) if name in given else {} for name in rules()}


_NO_OPTIONS: dict[str, Any] = {"type": "object", "additionalProperties": False}


def _mistake(document: Document, mistake: Mistake) -> str:
    where = ".".join(str(step) for step in (mistake.path[:-1] if mistake.key else mistake.path))
    message = f"{mistake.message} in `{where}`" if where else mistake.message
    return _at(document, document.locate(mistake.path, mistake.key), message)


def _at(document: Document, span: Span, message: str) -> str:
    start = document.manifest.position(span.start)
    return f"{document.manifest.name}:{start.line}:{start.column}: {message}"
