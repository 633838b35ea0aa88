"""All objects of a run, related: identities, labels, references."""

from kubelint.workspace.resolve import Answer
from kubelint.workspace.workspace import Workspace

__all__ = ["Answer", "Workspace"]
