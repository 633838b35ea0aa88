"""Expressions: what the server compiles, and what it refuses."""

from __future__ import annotations

import pytest

from kubelint.schema.server.cel import problem

POLICY = frozenset({"object", "oldObject", "request", "params", "variables"})


@pytest.mark.parametrize(
    "text",
    [
        "object.spec.replicas <= 5",
        "object.metadata.name.matches('^[a-z]+$') && !has(object.spec.x)",
        "object.spec.containers.all(c, c.image.startsWith('example.com/') || c.name in ['a', \"b\"])",
        "variables.x.exists(k, v, k != '' && v > 1.5e3) ? true : request.userInfo.username == r'a\\b'",
        "params.map[?'a'].orValue(0u) >= 0x1F // said",
        "object.spec.?x.optMap(v, v.size() > 0).orValue(true)",
        "cel.bind(n, object.spec.n, n + 1 > 2)",
        "sets.contains([1, 2,], [1])",
        "{'a': 1, 'b': 2}.size() == 2",
        "Object{spec: Object.spec{replicas: 1}}.spec.replicas == 1",
        "object.`x-y` == null",
        "quantity('1Gi').isGreaterThan(quantity(object.spec.size))",
        "(" * 200 + "true" + ")" * 200,
        "- -1 < 2",
    ],
)
def test_fine(text: str) -> None:
    assert problem(text, POLICY) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("object.spec.replicas <=", "it ends too early"),
        ("true && )", "unexpected `)` at character 9"),
        ("object.spec.x = 1", "unexpected `=` at character 15"),
        ("object.name == 'a", "unexpected `'` at character 16"),
        ("object.list[0", "it ends too early"),
        ("object.a object.b", "unexpected `object` at character 10"),
        ("", "it ends too early"),
        ("obj.spec.x == 1", "speaks of `obj`"),
        ("1 + 1", "gives a number"),
        ("'yes'", "gives a string"),
        ("object.size() + 1", "gives a number"),
        ("[true]", "gives a list"),
    ],
)
def test_broken(text: str, message: str) -> None:
    assert message in (problem(text, POLICY) or "")


def test_a_value_need_be_no_condition() -> None:
    assert problem("1 + 1", POLICY, False) is None
