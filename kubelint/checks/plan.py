"""Which checks to call for which view: worked out once per class, so that a rule that does not apply costs nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from kubelint.checks import Check, options_of
from kubelint.config import Settings
from kubelint.finding import Place, Problem
from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.workspace import Workspace

Raw = tuple[str, Problem]
"""A rule's name and what its check yielded."""


class Call(NamedTuple):
    """A check with its further arguments filled in."""

    rule: str
    function: Callable[..., Iterable[Problem] | None]
    arguments: tuple[Any, ...]


class Plan:
    """The calls of one stage: with a workspace those that relate objects, without one those that look at one alone."""

    def __init__(self, checks: Iterable[Check], settings: Settings, workspace: Workspace | None = None) -> None:
        self._workspace = workspace
        self._settings = settings
        self._checks: dict[str, list[Check]] = defaultdict(list)
        for check in checks:
            if check.local == (workspace is None):
                for subject in check.subjects:
                    self._checks[subject].append(check)
        self._called: dict[Check, Call] = {}
        self._by_name: dict[str, tuple[Call, ...]] = {}
        self._by_class: dict[type, tuple[Call, ...]] = {}

    def run(self, obj: Object) -> list[Raw]:
        """What this stage's checks say of an object, of its pod template and its containers."""
        found: list[Raw] = []
        _ask(self._applicable(type(obj)), obj, obj, found)
        if isinstance(obj, Workload) and (pod := obj.pod) is not None:
            _ask(self._applicable(Pod), pod, obj, found)
            for container in pod.containers:
                _ask(self._calls("Container"), container, obj, found)
            for container in pod.init_containers:
                _ask(self._calls("InitContainer"), container, obj, found)
        return found

    def run_once(self) -> list[Raw]:
        """What the checks of the whole workspace say."""
        found: list[Raw] = []
        _ask(self._calls("Workspace"), self._workspace, None, found)
        return found

    def _applicable(self, cls: type) -> tuple[Call, ...]:
        found = self._by_class.get(cls)
        if found is None:
            found = tuple(call for base in cls.__mro__ for call in self._calls(base.__name__))
            self._by_class[cls] = found
        return found

    def _calls(self, subject: str) -> tuple[Call, ...]:
        """The calls for a class: made, and their modules imported, when there is something of it to look at."""
        found = self._by_name.get(subject)
        if found is None:
            found = tuple(self._call(check) for check in self._checks.get(subject, ()))
            self._by_name[subject] = found
        return found

    def _call(self, check: Check) -> Call:
        if check not in self._called:
            options = options_of(check, self._settings.options.get(check.rule.name, {}))
            given = {"workspace": self._workspace, "options": options, "versions": self._settings.versions}
            arguments = tuple(given[name] for name in check.wants)
            self._called[check] = Call(check.rule.name, check.function, arguments)
        return self._called[check]


def _ask(calls: Iterable[Call], view: Any, obj: Object | None, found: list[Raw]) -> None:
    """Collect the checks' problems; a crash is one too, so that it never hides what the other rules say."""
    for rule, function, arguments in calls:
        try:
            for problem in function(view, *arguments) or ():
                found.append((rule, problem))
        except Exception as error:  # a rule's own mistake must not end the run
            if obj is None:
                raise
            message = f"the check of `{rule}` failed: {type(error).__name__}; please report it"
            found.append(("internal-error", Problem(Place(obj), message)))
