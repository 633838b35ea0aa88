"""Late compiled expressions do what compiled ones do."""

from __future__ import annotations

import re

from kubelint import pattern
from kubelint.pattern import regex


def test_it_does_what_a_compiled_one_does() -> None:
    late = regex(r"(a+)b", re.IGNORECASE)
    match = late.match("AAb")
    assert match is not None
    assert match[1] == "AA"
    assert late.sub("-", "xaabx") == "x-x"
    assert late.groups == 1


def test_it_is_compiled_once_and_only_when_used() -> None:
    late = regex("(")
    try:
        late.search("")
    except re.error:
        spoiled = True
    fine = regex("a")
    assert spoiled
    assert vars(fine).keys() == {"_given"}
    fine.search("a")
    assert fine.match is fine.match
    assert pattern.__doc__
