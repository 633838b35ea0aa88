"""Custom resources, judged by their definitions and by schemas that users bring."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from kubelint.errors import UsageError
from kubelint.finding import Fault
from kubelint.kube.versions import DEFAULT
from kubelint.schema import judge, unchecked
from kubelint.schema.custom import CustomSchemas
from kubelint.schema.patterns import matches
from tests.schema.given import objects

DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Shop, plural: shops}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            required: [size, colour]
            properties:
              size: {type: integer, minimum: 1, maximum: 10, exclusiveMaximum: true, multipleOf: 2}
              colour: {type: string, enum: [red, green], default: red}
              name: {type: string, pattern: '^[a-z]+$', maxLength: 8}
              port: {x-kubernetes-int-or-string: true}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
              labels: {type: object, maxProperties: 1, additionalProperties: {type: string}}
              tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
              doors:
                type: array
                minItems: 1
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name, side]
                items:
                  type: object
                  properties: {name: {type: string}, side: {type: string, default: left}}
              template: {type: object, x-kubernetes-embedded-resource: true}
              either:
                type: object
                properties: {a: {type: string}, b: {type: string}}
                oneOf: [{required: [a]}, {required: [b]}]
"""
SHOP = "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: web}\n"


def said(spec: str) -> list[Fault]:
    custom = CustomSchemas(objects(DEFINITION))
    (shop,) = objects(f"{SHOP}spec: {spec}\n")
    return judge(shop, DEFAULT, custom)


@pytest.mark.parametrize(
    "spec",
    [
        "{size: 4}",
        "{size: 4.0, colour: null, port: http}",
        "{size: 4, free: {any: [thing]}, port: 80}",
        "{size: 4, doors: [{name: a}, {name: a, side: right}]}",
        "{size: 4, either: {a: x}, labels: {a: b}}",
        "{size: 4, template: {apiVersion: v1, kind: Pod, metadata: {name: web}}}",
        "{size: 4, name: '${NAME}'}",
    ],
)
def test_what_a_definition_allows(spec: str) -> None:
    assert said(spec) == []


@pytest.mark.parametrize(
    ("spec", "rule", "path", "message"),
    [
        ("{}", "missing-field", ("size",), "`size`"),
        ("{size: 0}", "invalid-value", ("size",), "expected 1 or more"),
        ("{size: 10}", "invalid-value", ("size",), "less than 10"),
        ("{size: 3}", "invalid-value", ("size",), "multiple of 2"),
        ("{size: '4'}", "wrong-type", ("size",), "expected an integer"),
        ("{size: 4, colour: blue}", "unsupported-value", ("colour",), "`red`, `green`"),
        ("{size: 4, name: Web}", "invalid-value", ("name",), "pattern"),
        ("{size: 4, name: webwebweb}", "invalid-value", ("name",), "at most 8"),
        ("{size: 4, color: red}", "unknown-field", ("color",), "did you mean `colour`"),
        ("{size: 4, labels: {a: b, c: d}}", "invalid-value", ("labels",), "at most 1"),
        ("{size: 4, labels: {a: 1}}", "wrong-type", ("labels", "a"), "expected a string"),
        ("{size: 4, tags: [a, b, a]}", "duplicate-item", ("tags", 2), "`a`"),
        ("{size: 4, doors: []}", "invalid-value", ("doors",), "at least 1"),
        ("{size: 4, doors: [{name: a}, {name: a, side: left}]}", "duplicate-item", ("doors", 1), "`side: left`"),
        ("{size: 4, either: {a: x, b: z}}", "invalid-value", ("either",), "`oneOf`"),
        ("{size: 4, port: 8.5}", "wrong-type", ("port",), "an integer or a string"),
    ],
)
def test_what_it_refuses(spec: str, rule: str, path: tuple[str | int, ...], message: str) -> None:
    (fault,) = said(spec)
    assert (fault.rule, fault.path) == (rule, ("spec", *path))
    assert message in fault.message


def test_who_is_not_checked() -> None:
    (shop,) = objects(SHOP)
    assert unchecked(shop) == "no schema for `example.com/v1` Shop"
    assert unchecked(shop, CustomSchemas(objects(DEFINITION))) == ""
    assert judge(shop, DEFAULT) == []


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*$", "(a*)*b", "(.*a){20}", r"^(a?){30}a{30}$", r"(a)\1"])
def test_patterns_that_could_take_for_ever_are_not_run(pattern: str) -> None:
    begun = time.perf_counter()
    assert matches(pattern, "a" * 40 + "!") is None
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        (r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "web.example.com", True),
        (r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "Web", False),
        ("[[:alpha:]]", "a", None),
        ("(", "a", None),
        ("a", "b" * 1000, None),
    ],
)
def test_patterns(pattern: str, value: str, expected: bool | None) -> None:
    assert matches(pattern, value) is expected


@pytest.mark.parametrize(
    ("template", "file"),
    [
        ("{folder}/{{group}}/{{kind}}_{{version}}.json", "example.com/shop_v1.json"),
        ("{folder}/{{{{.ResourceKind}}}}-{{{{ .ResourceAPIVersion }}}}.json", "shop-v1.json"),
        ("{folder}", "example.com/shop_v1.json"),
    ],
)
def test_schemas_that_users_bring(tmp_path: Path, template: str, file: str) -> None:
    schema = {
        "type": "object",
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"type": "object"},
            "spec": {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}},
        },
        "additionalProperties": False,
    }
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(json.dumps(schema))
    custom = CustomSchemas(locations=[template.format(folder=tmp_path.as_posix())])
    (good,) = objects(SHOP + "spec: {size: 1, more: null}\n")
    (bad,) = objects(SHOP + "spec: {size: big}\nfoo: 1\n")
    assert custom.knows(good)
    assert judge(good, DEFAULT, custom) == []
    found = {(fault.rule, fault.path) for fault in judge(bad, DEFAULT, custom)}
    assert found == {("wrong-type", ("spec", "size")), ("unknown-field", ("foo",))}


def test_a_folder_of_definitions(tmp_path: Path) -> None:
    (tmp_path / "shops.yaml").write_text(DEFINITION)
    (shop,) = objects(SHOP + "spec: {size: 0}\n")
    (fault,) = judge(shop, DEFAULT, CustomSchemas(locations=[str(tmp_path)]))
    assert fault.rule == "invalid-value"


def test_no_network() -> None:
    with pytest.raises(UsageError, match="not on this machine"):
        CustomSchemas(locations=["https://example.com/{kind}.json"])
