"""The kinds that a run brings along: CustomResourceDefinitions among its objects, and schemas that the user names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import Object, mapping, objects_in, sequence
from kubelint.schema.advice import advise
from kubelint.schema.crd import SchemaTypes, resource
from kubelint.schema.foreign import Foreign
from kubelint.schema.report import Node, Report

_DEFINITION = "CustomResourceDefinition"
_SUFFIXES = (".yaml", ".yml", ".json")


class CustomKind:
    """One version of a custom resource."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    @cached_property
    def node(self) -> Node:
        """The compiled schema."""
        return resource(self.schema)

    def walked(self, obj: Object) -> Report:
        """The structure's report, its unknown fields explained."""
        report = self.node.walk(obj.data) if self.node.walk else None
        if report is None:
            return Report([], obj.data)
        faults = [self._explained(fault, obj) for fault in report.faults if fault.path != ("sops",)]
        return report._replace(faults=faults)

    def _explained(self, fault: Fault, obj: Object) -> Fault:
        if fault.rule != "unknown-field" or fault.path[0] == "metadata":
            return fault
        return advise(fault, SchemaTypes(), self.schema, obj.data)


class CustomSchemas:
    """What is known of kinds that are not built in. The first definition of a kind and version counts."""

    def __init__(self, definitions: Iterable[Object] = (), locations: Iterable[str] = ()) -> None:
        self._kinds: dict[tuple[str, str], CustomKind] = {}
        self._served: set[tuple[str, str]] = set()
        self._foreign = Foreign([place for place in locations if _is_template(place)])
        for definition in definitions:
            self.add(definition)
        for place in locations:
            if not _is_template(place):
                self._read(Path(place))

    def add(self, definition: Object) -> None:
        """Learn the kinds of a CustomResourceDefinition; other objects are passed over."""
        if definition.kind == _DEFINITION and definition.group == "apiextensions.k8s.io":
            for identity, schema in _versions(definition.spec):
                self._served.add(identity)
                if schema:
                    self._kinds.setdefault(identity, CustomKind(schema))

    def serves(self, obj: Object) -> bool:
        """Whether a definition serves an object's kind and version, with a schema or without."""
        return (obj.api_version, obj.kind) in self._served

    def find(self, obj: Object) -> CustomKind | None:
        """What a definition says of an object's kind and version."""
        return self._kinds.get((obj.api_version, obj.kind))

    def knows(self, obj: Object) -> bool:
        """Whether an object's kind and version has a schema."""
        return self.find(obj) is not None or self._foreign.schema_of(obj) is not None

    def foreign(self, obj: Object) -> list[Fault]:
        """What a JSON Schema that the user brought says of an object."""
        return self._foreign.judged(obj)

    def _read(self, place: Path) -> None:
        from kubelint.manifest import read_bytes

        if place.is_dir():
            self._foreign.folders.append(place)
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.suffix in _SUFFIXES and file.is_file() and _DEFINITION.encode() in (content := file.read_bytes()):
                for document in read_bytes(content, file.as_posix()).documents:
                    for obj in objects_in(document):
                        self.add(obj)


def _is_template(place: str) -> bool:
    return "{" in place


def _versions(spec: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """The API version, kind and schema of each version that is served; the schema is empty where it binds nobody."""
    kind, group = mapping(spec.get("names")).get("kind"), spec.get("group")
    loose = spec.get("preserveUnknownFields") is True
    shared = mapping(mapping(spec.get("validation")).get("openAPIV3Schema"))
    versions = sequence(spec.get("versions")) or [{"name": spec.get("version")}]
    for version in map(mapping, versions):
        schema = mapping(mapping(version.get("schema")).get("openAPIV3Schema")) or shared
        if version.get("served") is not False:
            yield (f"{group}/{version.get('name')}", str(kind)), {} if loose else schema
