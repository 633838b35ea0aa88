"""libyaml's event stream, or PyYAML's own where libyaml is missing."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

NOTICE = "PyYAML was installed without libyaml: reading is about ten times slower, and some tabs are refused"


class Refusal(Exception):  # noqa: N818 - it carries a note, people read that
    """What cannot be read: the rule that says so, where (in the chunk), and why."""

    def __init__(self, rule: str, start: int, message: str, end: int | None = None) -> None:
        super().__init__(message)
        self.rule, self.start, self.message = rule, start, message
        self.end = start if end is None else end


class Kinds(NamedTuple):
    """PyYAML's event classes; they are imported late."""

    scalar: type
    mapping_start: type
    mapping_end: type
    sequence_start: type
    sequence_end: type
    alias: type
    document_start: type
    document_end: type
    stream_end: type


@cache
def kinds() -> Kinds:
    """The classes of events."""
    from yaml import events

    return Kinds(
        events.ScalarEvent,
        events.MappingStartEvent,
        events.MappingEndEvent,
        events.SequenceStartEvent,
        events.SequenceEndEvent,
        events.AliasEvent,
        events.DocumentStartEvent,
        events.DocumentEndEvent,
        events.StreamEndEvent,
    )


@cache
def _parser() -> Any:
    try:
        from yaml._yaml import CParser
    except ImportError:
        return _pure_parser()
    return CParser


def _pure_parser() -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        """PyYAML's parser without a constructor."""

        def __init__(self, text: str) -> None:
            Reader.__init__(self, text.removeprefix("\ufeff"))
            Scanner.__init__(self)
            Parser.__init__(self)

    return PureParser


def pure_python() -> bool:
    """Whether libyaml is missing; ``NOTICE`` then tells people."""
    return bool(_parser().__name__ == "PureParser")


def open_parser(text: str) -> Any:
    """A parser whose ``get_event`` gives event after event. Raises Refusal for text that is not Unicode."""
    try:
        return _parser()(text)
    except UnicodeEncodeError as error:
        raise Refusal("invalid-yaml", error.start, "half a surrogate pair is not a character") from None
    except Exception as error:  # the pure reader looks at all of the text at once
        raise refusal(error, text) from None


def refusal(error: Exception, text: str) -> Refusal:
    """A parser's exception in our words. Raises what is no parser's exception."""
    from yaml import MarkedYAMLError
    from yaml.reader import ReaderError

    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        offset = _inside(text, mark.index + text.startswith("\ufeff") if mark else 0)
        return Refusal("invalid-yaml", offset, _message(error, text), offset + 1)
    if isinstance(error, ReaderError):
        offset = error.position
        if not pure_python():  # libyaml counts bytes
            offset = len(text.encode()[:offset].decode(errors="ignore"))
        return Refusal("invalid-yaml", offset, str(error.reason), offset + 1)
    raise error


def _inside(text: str, offset: int) -> int:
    """The offset, or that of the last character of substance where it lies behind all of them."""
    return min(offset, max(len(text.rstrip()) - 1, 0))


def _message(error: Any, text: str) -> str:
    problem = str(error.problem or error.context)
    start = error.context_mark
    if start is None or error.problem_mark is None or not error.context:
        return problem
    if text.count("\n", start.index, error.problem_mark.index) == 0:
        return f"{problem} {error.context}"
    lines = text.count("\n", start.index, error.problem_mark.index)
    return f"{problem} {error.context} that starts {lines} line{'s' if lines > 1 else ''} above"
