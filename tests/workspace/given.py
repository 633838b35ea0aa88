"""Workspaces of a text, for the tests of this room."""

from __future__ import annotations

import textwrap
from typing import Any

from kubelint.config import Settings
from kubelint.kube.objects import Object, objects_in
from kubelint.manifest import read_text
from kubelint.workspace import Workspace
from kubelint.workspace.entries import Entry
from tests.pages import NOW


def workspace_of(text: str) -> Workspace:
    """The workspace of one YAML text."""
    manifest = read_text(textwrap.dedent(text), "given.yaml")
    return Workspace([obj for document in manifest.documents for obj in objects_in(document)], Settings(now=NOW))


def named(workspace: Workspace, kind: str, name: str) -> Any:
    """The object of a kind and name."""
    return next(obj for obj in workspace.objects if obj.kind == kind and obj.name == name)


def entries_of(workspace: Workspace, obj: Object) -> list[Entry]:
    """The entry points that an object opens."""
    return workspace.traffic.entries_of(obj)
