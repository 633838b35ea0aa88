"""``kubelint schema``: fields and types of a kind, as a version of Kubernetes has them."""

from __future__ import annotations

import shutil
import textwrap

import click

from kubelint.cli._output import write
from kubelint.kube.versions import DEFAULT, VersionRange
from kubelint.schema.fields import Described, Field, describe


@click.command(name="schema", short_help="Show the fields of a kind.")
@click.argument("path")
@click.option("--kubernetes-version", metavar="VERSION", help="The version to look at (default: the newest known).")
def command(path: str, kubernetes_version: str | None) -> None:
    """Show the fields and types at PATH, such as `Deployment.spec.strategy` or `apps/v1/Deployment`.

    Descriptions are shown where the extra `kubelint[descriptions]` is installed.
    """
    versions = VersionRange.parse(kubernetes_version) if kubernetes_version else DEFAULT
    write(_page(path, describe(path, versions.last), versions.names[-1]))


def _page(path: str, found: Described, version: str) -> str:
    lines = [f"{path}: {found.type} ({found.api_version} {found.kind}, Kubernetes {version})"]
    if found.allowed:
        lines += [f"  one of {', '.join(found.allowed)}"]
    if found.description:
        lines += ["", *_wrapped(found.description, "  ")]
    if found.fields:
        lines += ["", *(line for field in found.fields for line in _field(field, found.fields))]
    return "\n".join(lines) + "\n"


def _field(field: Field, siblings: tuple[Field, ...]) -> list[str]:
    width = max(len(other.name) for other in siblings)
    values = f": {', '.join(field.allowed)}" if field.allowed else ""
    return [
        f"  {field.name:<{width}}  {field.type}{values}{' (required)' if field.required else ''}",
        *_wrapped(field.description, "      "),
    ]


def _wrapped(text: str, indent: str) -> list[str]:
    columns = min(shutil.get_terminal_size().columns, 100)
    return textwrap.wrap(text, columns, initial_indent=indent, subsequent_indent=indent)
