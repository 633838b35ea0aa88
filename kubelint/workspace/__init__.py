"""All objects of a run, indexed and related."""

from kubelint.workspace.workspace import Answer, Workspace

__all__ = ["Answer", "Workspace"]
