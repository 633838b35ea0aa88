"""Label selectors, as the API server evaluates them (``matchLabels`` and ``matchExpressions``, all of them at once)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kubelint.kube.objects import mapping, sequence


class Requirement(NamedTuple):
    """One condition on a label."""

    key: str
    operator: str
    values: tuple[Any, ...] = ()

    def holds(self, labels: Mapping[str, Any]) -> bool:
        """Whether labels satisfy it; ``NotIn`` and ``DoesNotExist`` are satisfied by an absent label too."""
        if self.operator in ("In", "NotIn"):
            inside = self.key in labels and labels[self.key] in self.values
            return inside is (self.operator == "In")
        return (self.key in labels) is (self.operator == "Exists")


def requirements(selector: Any) -> Iterator[Requirement]:
    """The conditions of a LabelSelector; none for an empty one."""
    selector = mapping(selector)
    for key, value in mapping(selector.get("matchLabels")).items():
        yield Requirement(key, "In", (value,))
    for item in map(mapping, sequence(selector.get("matchExpressions"))):
        yield Requirement(str(item.get("key")), str(item.get("operator")), tuple(sequence(item.get("values"))))


def selects(selector: Any, labels: Mapping[str, Any]) -> bool:
    """Whether a LabelSelector selects labels: null selects nothing, an empty one everything."""
    return isinstance(selector, dict) and all(condition.holds(labels) for condition in requirements(selector))
