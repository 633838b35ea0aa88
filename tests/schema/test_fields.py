"""Kinds and fields in words."""

from __future__ import annotations

import pytest

from kubelint.errors import UsageError
from kubelint.schema.fields import describe, describe_at


def test_allowed_values() -> None:
    assert describe("pods.spec.containers.imagePullPolicy", 37).allowed == ("Always", "IfNotPresent", "Never")
    (policy,) = [field for field in describe("CronJob.spec", 37).fields if field.name == "concurrencyPolicy"]
    assert policy.allowed == ("Allow", "Forbid", "Replace")


@pytest.mark.parametrize(
    ("kind", "minor", "api_version"),
    [
        ("HorizontalPodAutoscaler", 37, "autoscaling/v2"),
        ("Event", 37, "events.k8s.io/v1"),
        ("servicecidrs", 32, "networking.k8s.io/v1beta1"),
    ],
)
def test_the_version_to_recommend(kind: str, minor: int, api_version: str) -> None:
    assert describe(kind, minor).api_version == api_version


def test_paths_of_data() -> None:
    found = describe_at("v1", "Pod", ("spec", "containers", 0, "resources", "limits"), 37)
    assert found.type == "map of quantity"
    with pytest.raises(UsageError, match="did you mean `limits`"):
        describe_at("v1", "Pod", ("spec", "containers", 0, "resources", "limit"), 37)


def test_what_is_required_is_what_the_server_asks_for() -> None:
    required = {field.name for field in describe("StatefulSet.spec", 30).fields if field.required}
    assert required == {"selector", "template"}
