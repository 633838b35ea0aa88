"""The words that every room speaks: severities, places, problems, findings, fixes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal, NamedTuple, Protocol

Path = tuple[str | int, ...]
"""Keys and indices from a document's (or an object's) root to a node."""


class Severity(IntEnum):
    """How much a finding matters; ordered, so that a threshold is a comparison."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Span(NamedTuple):
    """A half-open range of code points in a file's text."""

    start: int
    end: int


class Position(NamedTuple):
    """Line and column, both from 1, columns in code points."""

    line: int
    column: int


class ObjectName(NamedTuple):
    """What people call an object by."""

    api_version: str
    kind: str
    namespace: str | None
    name: str | None


class Subject(Protocol):
    """Whatever a place can be in: an object, or a document that holds none."""

    @property
    def file(self) -> str:
        """The file's name as given, with ``/``."""

    @property
    def index(self) -> int:
        """The document's place in its file, from 0."""

    @property
    def base(self) -> Path:
        """Where the subject begins in its document: ``()``, or ``("items", 3)`` in a List."""


class Place(NamedTuple):
    """Where something stands, symbolically: lines and columns are worked out when it is reported.

    ``path`` is relative to the subject. The span is the value's; the key's where ``key`` is set or where the
    value is a mapping or a list; a list item's first line for a collection in a list; the ``kind:`` line for
    the root. A path that does not exist stands at its nearest existing ancestor.
    """

    subject: Subject
    path: Path = ()
    key: bool = False

    def down(self, *steps: str | int) -> Place:
        """The place so many steps further down."""
        return self._replace(path=self.path + steps)


class Related(NamedTuple):
    """Another place that belongs to a finding, with a word on why."""

    place: Place
    message: str


class Operation(NamedTuple):
    """One operation of a JSON Patch (RFC 6902), with paths as tuples relative to the object; ``-`` appends.

    ``rename`` is ours: it gives the key at ``path`` the name ``value`` and leaves its place and its comments alone.
    """

    op: Literal["add", "replace", "remove", "move", "rename"]
    path: Path
    value: Any = None
    source: Path | None = None


class Patch(NamedTuple):
    """Operations on one object."""

    subject: Subject
    operations: tuple[Operation, ...]


class DropKey(NamedTuple):
    """Removal of one occurrence (from 0) of a repeated key."""

    subject: Subject
    path: Path
    occurrence: int


class NewDocument(NamedTuple):
    """A new document behind the subject's own."""

    subject: Subject
    data: dict[str, Any]


class TextEdit(NamedTuple):
    """Literal replacement of a span of the subject's file, for comments and the like."""

    subject: Subject
    span: Span
    text: str


Change = Patch | DropKey | NewDocument | TextEdit


class Fix(NamedTuple):
    """A way to mend a problem. Safe: keeps the meaning, or restores what the object plainly says."""

    title: str
    changes: tuple[Change, ...]
    safe: bool = True


class Fault(NamedTuple):
    """What the reader or the schema room says about one object: a rule's name and a path relative to the object."""

    rule: str
    path: Path
    message: str
    key: bool = False
    severity: Severity | None = None
    operations: tuple[Operation, ...] = ()
    """What would mend it, on the same object; empty where nothing plainly would."""
    title: str = ""
    safe: bool = True
    versions: tuple[str, ...] | None = None
    """The Kubernetes versions it holds for, where that is not the whole target range."""
    stand_in: Any = None
    """What takes the place of a list item of a wrong type in the data that checks read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields. ``severity`` may ask for another of those that the rule's page declares."""

    place: Place
    message: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    versions: tuple[str, ...] | None = None


class Location(NamedTuple):
    """A place made concrete."""

    file: str
    document: int
    start: Position
    end: Position
    path: str
    """JSON Pointer in the document, through ``List`` items too."""
    object: ObjectName | None


class RelatedLocation(NamedTuple):
    """Another place that belongs to a finding, made concrete."""

    message: str
    location: Location


class Edit(NamedTuple):
    """A replacement of text, concrete: 1-based positions in the file as it was read."""

    file: str
    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What people get."""

    rule: str
    category: str
    severity: Severity
    message: str
    location: Location
    versions: tuple[str, ...] | None = None
    related: tuple[RelatedLocation, ...] = ()
    fix: Fix | None = field(default=None, compare=False)
    rendered: dict[str, Any] | None = field(default=None, compare=False)
    fingerprint: str = ""
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def file(self) -> str:
        """The file that it stands in, as given."""
        return self.location.file
