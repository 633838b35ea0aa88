"""The Common Expression Language, as far as can be told without types: syntax, unknown names, what is no condition."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_STRING = "|".join(
    (
        r"[rR]\"\"\".*?\"\"\"|[rR]'''.*?'''|[rR]\"[^\"\n]*\"|[rR]'[^'\n]*'",
        r"\"\"\"(?:\\.|.)*?\"\"\"|'''(?:\\.|.)*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    )
)
_TOKEN = re.compile(
    rf"(?P<blank>(?:\s|//[^\n]*)+)|(?P<text>[bB]?(?:{_STRING}))"
    r"|(?P<number>0[xX][0-9a-fA-F]+u?|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?[uU]?)"
    r"|(?P<name>[A-Za-z_]\w*|`[^`\n]+`)|(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])",
    re.DOTALL,
)
_LEVELS = (("||",), ("&&",), ("<", "<=", ">=", ">", "==", "!=", "in"), ("+", "-"), ("*", "/", "%"))
_CONDITIONS = 3
"""So many of the levels, the loosest ones, make conditions."""
_DEEP = 32
_LITERALS = {"true": "bool", "false": "bool", "null": "null"}
_TYPES = frozenset({"int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type", "dyn"})


class _BrokenError(ValueError):
    """The text is no expression."""


class _TooDeepError(ValueError):
    """Nobody can tell within reason."""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


@lru_cache(512)
def problem(text: str, declared: frozenset[str], condition: bool = True) -> str | None:
    """What is wrong with an expression, to be read after it; None where nothing can be said."""
    try:
        reader = _Reader(_tokens(text))
        kind = reader.expression()
        reader.expect("")
    except _TooDeepError:
        return None
    except _BrokenError as broken:
        return f"is no CEL expression: {broken}"
    unknown = [name for name in reader.roots if name not in declared | reader.bound | _TYPES and not name[0].isupper()]
    if unknown:
        known = ", ".join(f"`{name}`" for name in sorted(declared))
        return f"speaks of `{unknown[0]}`, which is not declared; there are {known}"
    return f"gives a {kind}, expected true or false" if condition and kind and kind != "bool" else None


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _BrokenError(f"unexpected `{text[at]}` at character {at + 1}")
        if match.lastgroup != "blank":
            found.append(_Token(match.lastgroup or "", match[0], at))
        at = match.end()
    return [*found, _Token("end", "", len(text))]


class _Reader:
    """Reads tokens by the grammar; each method returns the kind of its value where that is plain, else nothing."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.roots: list[str] = []
        self.bound: frozenset[str] = frozenset()

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def accept(self, *texts: str) -> str | None:
        """Take one of these, if it comes next."""
        token = self.next
        if token.kind == "text" or token.text not in texts:
            return None
        self.place += 1
        return token.text

    def expect(self, text: str) -> None:
        """Take this; ``""`` is the end."""
        token = self.next
        if token.kind == "text" or token.text != text:
            said = f"unexpected `{token.text}` at character {token.at + 1}" if token.text else "it ends too early"
            raise _BrokenError(said)
        self.place += bool(text)

    def expression(self) -> str | None:
        """A condition, and what follows from it."""
        self.depth += 1
        if self.depth > _DEEP:
            raise _TooDeepError
        kind = self.operation(0)
        if self.accept("?"):
            kind = self.operation(0)
            self.expect(":")
            kind = kind if self.expression() == kind else None
        self.depth -= 1
        return kind

    def operation(self, level: int) -> str | None:
        """Operators of a level, and of all that bind more tightly."""
        if level == len(_LEVELS):
            return self.unary()
        kind = self.operation(level + 1)
        while self.accept(*_LEVELS[level]):
            other = self.operation(level + 1)
            kind = "bool" if level < _CONDITIONS else _sum(kind, other)
        return kind

    def unary(self) -> str | None:
        """A value, perhaps negated."""
        sign = self.accept("!", "-")
        while sign and self.accept(sign):
            pass
        kind = self.member()
        return {"!": "bool", "-": kind}[sign] if sign else kind

    def member(self) -> str | None:
        """A value with all that is selected from it."""
        kind = self.primary()
        while mark := self.accept(".", "[", "{"):
            kind = None
            if mark == ".":
                self.accept("?")
                self.name()
                if self.accept("("):
                    self.arguments(")")
            elif mark == "[":
                self.accept("?")
                self.expression()
                self.expect("]")
            else:
                self.fields()
        return kind

    def name(self) -> str:
        """A name."""
        token = self.next
        if token.kind != "name":
            self.expect("a name")
        self.place += 1
        return token.text

    def arguments(self, end: str) -> None:
        """A list up to its end. Names that stand alone before others may be a macro's variables."""
        at = self.place
        while self.tokens[at].kind == "name" and self.tokens[at + 1].text == ",":
            self.bound |= {self.tokens[at].text}
            at += 2
        while not self.accept(end):
            self.accept("?")
            self.expression()
            if self.accept(":"):
                self.expression()
            if not self.accept(","):
                self.expect(end)
                break

    def fields(self) -> None:
        """The fields of a message, up to its end."""
        while not self.accept("}"):
            self.accept("?")
            self.name()
            self.expect(":")
            self.expression()
            if not self.accept(","):
                self.expect("}")
                break

    def primary(self) -> str | None:
        """A literal, a name, a call, or an expression in brackets."""
        token = self.next
        if token.kind in ("text", "number"):
            self.place += 1
            return "string" if token.kind == "text" else "number"
        if bracket := self.accept("(", "[", "{"):
            return self.bracketed(bracket)
        self.accept(".")
        name = self.name()
        if self.accept("("):
            self.arguments(")")
        elif name in _LITERALS:
            return _LITERALS[name]
        elif not self.is_space():
            self.roots.append(name)
        return None

    def bracketed(self, bracket: str) -> str | None:
        """What stands in brackets."""
        if bracket == "(":
            kind = self.expression()
            self.expect(")")
            return kind
        self.arguments("]" if bracket == "[" else "}")
        return "list" if bracket == "[" else "map"

    def is_space(self) -> bool:
        """Whether the name before is that of a library: a call follows it, as in ``sets.contains(...)``."""
        following = [token.text for token in self.tokens[self.place : self.place + 3]]
        return following[:1] == ["{"] or (following[:1] == ["."] and following[2:] == ["("])


def _sum(kind: str | None, other: str | None) -> str | None:
    """The kind of a sum; no operator of arithmetic gives a condition."""
    return kind if kind == other or other is None else other if kind is None else None
