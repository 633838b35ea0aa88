"""What is read of a check's source is what the function says of itself."""

from __future__ import annotations

import importlib

import pytest

from kubelint.catalogue import categories
from kubelint.checks.signatures import module_names, modules, signatures


@pytest.mark.parametrize("category", categories())
def test_source_and_function_agree(category: str) -> None:
    for name, found in signatures(category).items():
        function = getattr(importlib.import_module(found.module), name)
        code = function.__code__
        assert [parameter for parameter, _ in found.parameters] == list(code.co_varnames[: code.co_argcount])
        written = {parameter: said.strip() for parameter, said in found.parameters if said}
        assert written == {key: said for key, said in function.__annotations__.items() if key in written}


def test_a_category_is_a_module_or_a_package() -> None:
    assert module_names("gateway") == ("kubelint.checks.gateway",)
    assert "kubelint.checks.ingress.tls" in module_names("ingress")
    assert module_names("nowhere") == ()
    assert [module.__name__ for module in modules("gateway")] == ["kubelint.checks.gateway"]
