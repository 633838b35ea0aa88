from __future__ import annotations

from kubelint.workspace.alternatives import Alternatives


def defined(**files: str) -> Alternatives:
    return Alternatives(
        (name, f"{file.replace('_', '/')}.yaml") for file, names in files.items() for name in names.split()
    )


def test_a_repeated_object_is_a_mistake() -> None:
    tree = defined(a_web="deployment service", b_web="deployment service", c_db="database")
    assert not tree.collection
    assert not tree.apart("a/web.yaml", "b/web.yaml")


def test_many_copies_make_a_collection() -> None:
    tree = defined(a_web="web", b_web="web", c_web="web", d_web="web", d_db="database", d_cache="cache")
    assert tree.collection
    assert tree.apart("a/web.yaml", "b/web.yaml")
    assert tree.apart("a/web.yaml", "d/db.yaml")
    assert tree.apart("d/web.yaml", "d/db.yaml")
    assert not tree.apart("d/db.yaml", "d/cache.yaml")
