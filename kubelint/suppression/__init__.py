"""What not to say: suppressions in comments and annotations, kubelint's own and those of other linters."""

from kubelint.suppression.apply import suppress
from kubelint.suppression.suppression import Suppression

__all__ = ["Suppression", "suppress"]
