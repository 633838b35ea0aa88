"""Builds ``kubernetes.z``, the facts of every served kind, from the PyPI package kubernetes-validate.

Usage: ``python schemas/build.py [WHEEL]``. Without a wheel the installed package is used. Either is verified: the
definitions must have the digest below. The bundle is one zlib stream of text lines: the definitions' names; the
served kinds with the names of their definitions (JSON); for each minor version its number and, in the order of the
names, the number of the line that holds the definition (``-`` where there is none); then the distinct definitions,
one JSON line each.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGE = "kubernetes-validate==1.37.0"
WHEEL = "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9"
DEFINITIONS = "f1efdbd0b91a65b616ea63f0dc6c2ae554a19d93f45baea3dfb83f3c1537131b"
MINORS = range(25, 38)
PREFIX = "#/$defs/"
META = "io.k8s.apimachinery.pkg.apis.meta.v1."
# Definitions without members stand for scalars or for free data; a reference to one becomes a word.
WORDS = {
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": "any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": "any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool": "any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray": "any",
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "object",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
    META + "FieldsV1": "object",
    META + "MicroTime": "micro-time",
    META + "Patch": "object",
    META + "Time": "date-time",
}

Shape = Any
Read = Callable[[int], bytes]


def shape(schema: dict[str, Any]) -> Shape:
    """A schema in the bundle's words.

    A scalar's name, ``#definition``, ``[item, list type, map keys...]`` or ``{"*": value}``.
    """
    if "$ref" in schema:
        name = schema["$ref"].partition(PREFIX)[2]
        return WORDS.get(name, "#" + name)
    kind = schema["type"]
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "array":
        extra = [schema["x-kubernetes-list-type"]] if "x-kubernetes-list-type" in schema else []
        return [shape(schema["items"]), *extra, *schema.get("x-kubernetes-list-map-keys", [])]
    if kind == "object":
        return {"*": shape(schema["additionalProperties"])}
    return schema.get("format", kind)


def definition(schema: dict[str, Any]) -> dict[str, Any]:
    """The facts of one definition."""
    fields = {name: shape(part) for name, part in sorted(schema.get("properties", {}).items())}
    facts: dict[str, Any] = {"fields": fields}
    if "required" in schema:
        facts["required"] = sorted(schema["required"])
    return facts


def kinds(definitions: dict[str, Any]) -> dict[str, str]:
    """``apps/v1 Deployment`` → the name of its definition, for the kinds that people write."""
    found = {}
    for name, schema in definitions.items():
        identities = schema.get("x-kubernetes-group-version-kind", ())
        if len(identities) == 1 and "apiVersion" in schema["properties"] and not is_list_or_option(name):
            group, version, kind = (identities[0][part] for part in ("group", "version", "kind"))
            found[f"{group}/{version} {kind}".lstrip("/")] = name
    return found


def is_list_or_option(name: str) -> bool:
    """Whether a definition is of a list, or one that only requests carry."""
    return name.endswith("List") or name.startswith(META)


def bundle(read: Read) -> bytes:
    """The bundle's text, from a function that gives one version's definitions file."""
    versions = {minor: json.loads(read(minor))["$defs"] for minor in MINORS}
    names = sorted({name for definitions in versions.values() for name in definitions} - WORDS.keys())
    served = {kind: name for definitions in versions.values() for kind, name in kinds(definitions).items()}
    distinct: dict[str, int] = {}
    rows = [f"{minor} {row(definitions, names, distinct)}" for minor, definitions in versions.items()]
    return "\n".join([" ".join(names), compact(dict(sorted(served.items()))), *rows, *distinct]).encode()


def row(definitions: dict[str, Any], names: list[str], distinct: dict[str, int]) -> str:
    """One version's line: the number of each name's definition, new ones being added to the distinct ones."""
    lines = {name: compact(definition(definitions[name])) for name in names if name in definitions}
    return " ".join(str(distinct.setdefault(lines[name], len(distinct))) if name in lines else "-" for name in names)


def compact(data: Any) -> str:
    """JSON without blanks."""
    return json.dumps(data, separators=(",", ":"))


def source(arguments: list[str]) -> Read:
    """Where the definitions are read from: the wheel named, or the installed package."""
    folder = "kubernetes-json-schema/v1.{}.0-local-strict/_definitions.json"
    if arguments:
        wheel = Path(arguments[0])
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL:
            raise SystemExit(f"{wheel} is not the wheel of {PACKAGE}")
        archive = zipfile.ZipFile(wheel)
        return lambda minor: archive.read("kubernetes_validate/" + folder.format(minor))
    import kubernetes_validate

    home = Path(kubernetes_validate.__file__).parent
    return lambda minor: (home / folder.format(minor)).read_bytes()


def build(read: Read) -> bytes:
    """The bundle's bytes; exits where the source is not the pinned one."""
    digest = hashlib.sha256(b"".join(read(minor) for minor in MINORS)).hexdigest()
    if digest != DEFINITIONS:
        raise SystemExit(f"the definitions are not those of {PACKAGE}: {digest}")
    return zlib.compress(bundle(read), 9)


if __name__ == "__main__":
    target = Path(__file__).with_name("kubernetes.z")
    target.write_bytes(build(source(sys.argv[1:])))
    print(f"{target}: {target.stat().st_size} bytes")
