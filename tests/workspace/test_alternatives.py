from __future__ import annotations

from kubelint.workspace.alternatives import Alternatives


def tree(files: dict[str, str]) -> Alternatives:
    return Alternatives((name, file) for file, names in files.items() for name in names.split())


def test_a_repeated_object_is_a_mistake() -> None:
    found = tree({"a/web.yaml": "deployment service", "b/web.yaml": "deployment service", "c/db.yaml": "database"})
    assert not found.collection
    assert not found.apart("a/web.yaml", "b/web.yaml")


def test_copies_are_apart_and_each_holds_together() -> None:
    files = {f"{place}/{name}/a.yaml": name for place in ("eu", "us") for name in ("web", "db", "cache")}
    found = tree(files)
    assert found.collection
    assert found.apart("eu/web/a.yaml", "us/db/a.yaml")
    assert not found.apart("eu/web/a.yaml", "eu/db/a.yaml")


def test_a_file_that_repeats_its_neighbours_stands_alone() -> None:
    files = {f"shop/{name}.yaml": name for name in ("web", "db", "cache")}
    found = tree({**files, "shop/all.yaml": "web db cache", "shop/policy.yaml": "policy", "shop/quota.yaml": "quota"})
    assert found.apart("shop/all.yaml", "shop/policy.yaml")
    assert not found.apart("shop/policy.yaml", "shop/quota.yaml")


def test_what_leads_into_alternatives_is_apart_from_what_stands_above() -> None:
    files = {f"examples/{place}/a.yaml": "web" for place in "abcd"}
    found = tree({**files, "docs/a.yaml": "other"})
    assert found.apart("docs/a.yaml", "examples/a/a.yaml")


def test_absolute_names_end_at_the_root() -> None:
    found = tree({f"/examples/{place}/a.yaml": "web" for place in "abcd"})
    assert found.apart("/examples/a/a.yaml", "/examples/b/a.yaml")
    assert not found.apart("/other/a.yaml", "/more/a.yaml")


def test_a_folder_of_alternatives_is_no_evidence_of_what_is_missing() -> None:
    files = {f"cases/{name}.yaml": "web" for name in "abcd"}
    found = tree({**files, "cases/e.yaml": "queue", "cases/f.yaml": "topic"})
    assert not found.apart("cases/e.yaml", "cases/f.yaml")
    assert found.loose("cases/e.yaml", "cases/f.yaml")
    assert not found.loose("cases/e.yaml", "cases/e.yaml")
    assert not tree({"a/web.yaml": "web", "a/db.yaml": "db"}).loose("a/web.yaml", "a/db.yaml")
