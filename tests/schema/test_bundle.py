"""The shipped facts: complete, rebuilt to the byte, and agreeing with each other."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from kubelint.schema.apis import apis, is_namespaced
from kubelint.schema.bundle import bundle, data_folder
from kubelint.schema.server import registry
from kubelint.schema.server.registry import facts_for
from tests.shared import ROOT


def test_rebuilt_to_the_byte() -> None:
    pytest.importorskip("kubernetes_validate", reason="needs the package that the bundle is built from")
    builder = load_builder()
    assert builder.build(builder.source([])) == (ROOT / "schemas/kubernetes.z").read_bytes()


def test_another_source_is_refused() -> None:
    builder = load_builder()
    with pytest.raises(SystemExit, match="not those of kubernetes-validate"):
        builder.build(lambda minor: b"{}")


@pytest.mark.parametrize("minor", bundle().minors)
def test_every_version_loads(minor: int) -> None:
    served = [name for name in bundle().kinds.values() if bundle().edition(name, minor) is not None]
    assert len(served) > 60
    for name in served:
        for reached, _ in bundle().reach(name, minor):
            assert bundle().definition(reached, minor).fields is not None


def test_the_notice_is_shipped() -> None:
    assert "Statement of changes" in (data_folder() / "NOTICE").read_text()


def test_every_kind_of_the_bundle_has_its_life() -> None:
    assert [kind for kind in bundle().kinds if tuple(kind.split(" ")) not in apis()] == []


def test_the_lives_agree_with_the_schemas() -> None:
    """A stable or beta API is in the schemas of just those versions that serve it; alpha ones come and go."""
    for (api_version, kind), api in apis().items():
        name = bundle().kinds.get(f"{api_version} {kind}")
        if name is None or "alpha" in api_version:
            continue
        present = [minor for minor in bundle().minors if bundle().edition(name, minor) is not None]
        alive = [minor for minor in bundle().minors if (api.since or 0) <= minor < (api.removed or 99)]
        assert present == alive, (api_version, kind)


def test_replacements_exist() -> None:
    assert {api.replacement for api in apis().values() if api.replacement} - set(apis()) == set()


@pytest.mark.parametrize(
    ("group", "kind", "expected"),
    [
        ("", "Pod", True),
        ("", "Namespace", False),
        ("rbac.authorization.k8s.io", "ClusterRole", False),
        ("x", "Y", None),
    ],
)
def test_scope(group: str, kind: str, expected: bool | None) -> None:
    assert is_namespaced(group, kind) is expected


def test_facts_speak_of_definitions_that_exist() -> None:
    """A rule of the server for a definition that no version has would never be called; API versions are told apart."""
    names = {name for minor in bundle().minors for name in bundle().names(minor)}
    kinds = {_kind(name) for name in names}
    for name in names:
        facts_for(name, 37)
    spoken = {*registry._JUDGES, *registry._FIELDS} - {registry.OBJECT}
    assert {name for name in spoken if _kind(name) not in kinds} == set()


def _kind(name: str) -> str:
    group, _, kind = name.rsplit(".", 2)
    return f"{group} {kind}"


def load_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schemas_build", ROOT / "schemas/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
