"""Other linters, where they are on the PATH, and what they are asked to do."""

from __future__ import annotations

import importlib.util
import json
import pathlib
import shutil
from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.manifest import read_bytes

KUBERNETES = "v1.37.0"


class Peer(NamedTuple):
    """A linter and the command that makes it look at an estate."""

    name: str
    does: str
    command: list[str]


def peers(estate: pathlib.Path, scratch: pathlib.Path) -> Iterator[Peer]:
    """Those that are there."""
    files = sorted(str(file) for file in estate.rglob("*.yaml"))
    schemas = _schemas(estate, scratch / "schemas")
    location = f"{schemas}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json" if schemas else ""
    known = (
        Peer("kubeconform", "schemas alone", ["kubeconform", "-strict", "-schema-location", location, str(estate)]),
        Peer("kube-score", "rules", ["kube-score", "score", *files]),
        Peer("kube-linter", "rules", ["kube-linter", "lint", str(estate)]),
        Peer("polaris", "rules", ["polaris", "audit", "--audit-path", str(estate), "--format", "score"]),
        Peer("checkov", "rules", ["checkov", "--quiet", "--compact", "--framework", "kubernetes", "-d", str(estate)]),
        Peer("yamllint", "YAML style", ["yamllint", "-d", "relaxed", str(estate)]),
    )
    for peer in known:
        if shutil.which(peer.command[0]) and "" not in peer.command:
            yield peer


def _schemas(estate: pathlib.Path, folder: pathlib.Path) -> pathlib.Path | None:
    """Schemas that stand alone, as kubeconform takes them, for the kinds of the estate's first file."""
    found = importlib.util.find_spec("kubernetes_validate")
    if found is None or found.origin is None:
        return None
    home = pathlib.Path(found.origin).parent / "kubernetes-json-schema" / f"{KUBERNETES}-local-strict"
    definitions = json.loads((home / "_definitions.json").read_text("utf-8"))["$defs"]
    folder.mkdir(exist_ok=True)
    first = min(estate.rglob("*.yaml"))
    for document in read_bytes(first.read_bytes(), first.name).documents:
        group, _, version = document.data["apiVersion"].rpartition("/")
        name = "-".join(filter(None, (document.data["kind"].lower(), group.split(".")[0], version)))
        schema = _standing_alone(json.loads((home / f"{name}.json").read_text("utf-8")), definitions)
        (folder / f"{name}.json").write_text(json.dumps(schema), "utf-8")
    return folder


def _standing_alone(schema: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_standing_alone(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _standing_alone(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {key: _standing_alone(value, definitions) for key, value in schema.items()}
