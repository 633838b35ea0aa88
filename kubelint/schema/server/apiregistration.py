"""APIServices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube.objects import mapping
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, judges

REGISTRATION = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1."

fields(
    REGISTRATION + "APIServiceSpec",
    groupPriorityMinimum=facts.number(1, 20000),
    versionPriority=facts.number(1, 1000),
)


@judges(REGISTRATION + "APIService")
def api_service(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Named as version and group; a certificate authority is there to be asked."""
    spec, name = mapping(value.get("spec")), mapping(value.get("metadata")).get("name")
    version, group = spec.get("version"), spec.get("group")
    if version and group and name and name != f"{version}.{group}" and not is_pending(name):
        yield facts.invalid(f"`{name}` must be the version and the group, `{version}.{group}`", "metadata", "name")
    if spec.get("insecureSkipTLSVerify") is True and spec.get("caBundle"):
        message = "may not be `true` beside a `caBundle`"
        yield facts.invalid(message, "spec", "insecureSkipTLSVerify")
