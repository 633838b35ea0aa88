"""Chooses fixes, applies them to a fixpoint, proves them, writes them."""

from kubelint.fixer.changing import edits_of
from kubelint.fixer.mending import Mended, mend
from kubelint.fixer.silencing import Silenced, silence
from kubelint.fixer.writing import difference, replace

__all__ = ["Mended", "Silenced", "difference", "edits_of", "mend", "replace", "silence"]
