"""Which kinds may open a way into the cluster."""

from __future__ import annotations

from kubelint.workspace.families import families_by_kind


def test_of_the_kinds_whose_group_has_no_dot_only_services_belong_to_a_controller() -> None:
    assert {(group, kind) for group, kind in families_by_kind() if "." not in group} == {("", "Service")}
