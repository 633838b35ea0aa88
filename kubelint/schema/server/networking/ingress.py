"""Ingresses and IngressClasses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fault
from kubelint.kube import names
from kubelint.kube.objects import mapping
from kubelint.pattern import regex
from kubelint.schema.scalars import is_pending
from kubelint.schema.server import facts
from kubelint.schema.server.registry import Context, fields, items, judges

NETWORKING = "io.k8s.api.networking.v1."
ANNOTATION = "kubernetes.io/ingress.class"
_IPV4 = regex(r"\d+\.\d+\.\d+\.\d+\Z")
_SEQUENCES = ("//", "/./", "/../", "%2f", "%2F")
_ENDINGS = ("/..", "/.")


def host(value: str) -> str | None:
    """A host name, a wildcard for its first part at most, no address and no port."""
    if _IPV4.match(value) or (":" in value and names.ip_address(value) is None):
        return "must be a DNS name, not an address"
    return names.wildcard_subdomain(value) if "*" in value else names.dns_subdomain(value)


fields(
    NETWORKING + "HTTPIngressPath",
    pathType=facts.one_of("Exact", "Prefix", "ImplementationSpecific", empty=False),
)
fields(NETWORKING + "IngressRule", host=facts.syntax(host, empty=True))
fields(
    NETWORKING + "IngressTLS",
    hosts=items(facts.syntax(host)),
    secretName=facts.syntax(names.dns_subdomain, empty=True),
)
fields(NETWORKING + "IngressSpec", ingressClassName=facts.subdomain)
fields(
    NETWORKING + "ServiceBackendPort",
    name=facts.syntax(names.port_name, empty=True),
    number=facts.number(1, 65535, zero="unset"),
)
fields(NETWORKING + "IngressClassParametersReference", scope=facts.one_of("Cluster", "Namespace", empty=False))
facts.not_empty(NETWORKING + "HTTPIngressRuleValue", "paths")


@judges(NETWORKING + "Ingress")
def ingress(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Rules or a default backend; at most one way of naming the class."""
    spec = mapping(value.get("spec"))
    if not spec.get("rules") and "defaultBackend" not in spec:
        yield Fault("missing-field", ("spec", "rules"), "lacks `rules` or `defaultBackend`, one of which is needed")
    named = spec.get("ingressClassName")
    annotation = mapping(mapping(value.get("metadata")).get("annotations")).get(ANNOTATION)
    if named and annotation and annotation != named:
        message = f"names class `{annotation}`, but `ingressClassName` says `{named}`"
        yield facts.invalid(message, "metadata", "annotations", ANNOTATION)


@judges(NETWORKING + "HTTPIngressPath")
def path(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """Absolute, and plain unless the controller reads it in its own way."""
    kind, text = value.get("pathType"), value.get("path") or ""
    if kind not in ("Exact", "Prefix", "ImplementationSpecific") or is_pending(text):
        return
    if not text.startswith("/"):
        if text or kind != "ImplementationSpecific":
            yield facts.invalid(f"`{text}` must be an absolute path, beginning with `/`", "path")
    elif kind != "ImplementationSpecific":
        for part in _SEQUENCES:
            if part in text:
                yield facts.invalid(f"`{text}` may not contain `{part}` with path type `{kind}`", "path")
        for part in _ENDINGS:
            if text.endswith(part):
                yield facts.invalid(f"`{text}` may not end in `{part}` with path type `{kind}`", "path")


@judges(NETWORKING + "IngressBackend")
def backend(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A Service with one of a port's name and number, or a resource."""
    service = value.get("service")
    if service is not None and "resource" in value:
        yield facts.forbidden("`service` may not stand beside `resource`: only one of them is allowed", "service")
    elif service is not None:
        yield from facts.below("service", _service(service))
    elif "resource" not in value:
        yield Fault("missing-field", ("service",), "lacks `service` or `resource`, one of which is needed")


def _service(service: dict[str, Any]) -> Iterator[Fault]:
    name, port = service.get("name"), mapping(service.get("port"))
    if name == "":
        yield facts.missing(service, "name")
    elif name and (problem := names.dns_1035_label(name) and names.dns_label(name)) and not is_pending(name):
        yield facts.invalid(f"`{name}` {problem}", "name")
    if port.get("name") and port.get("number"):
        yield facts.forbidden("`name` may not stand beside `number`: only one of them is allowed", "port", "name")
    elif not port.get("name") and not port.get("number"):
        yield Fault("missing-field", ("port", "number"), "lacks `number` or `name`, one of which is needed")


@judges(NETWORKING + "IngressClass")
def class_object(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A class without a spec names no controller."""
    if "spec" not in value:
        yield Fault("missing-field", ("spec", "controller"), "lacks `spec` with a `controller`")


@judges(NETWORKING + "IngressClassSpec")
def ingress_class(value: dict[str, Any], ctx: Context) -> Iterator[Fault]:
    """A controller with a domain; parameters in a namespace only where they say so."""
    controller = value.get("controller")
    if not controller:
        yield facts.missing(value, "controller")
    elif (problem := names.too_long(controller, 250) or names.prefixed_path(controller)) and not is_pending(controller):
        yield facts.invalid(f"`{controller}` {problem}", "controller")
    parameters = mapping(value.get("parameters"))
    if parameters.get("scope") == "Namespace" and not parameters.get("namespace"):
        yield Fault("missing-field", ("parameters", "namespace"), "lacks `namespace`, which scope `Namespace` needs")
    if parameters.get("scope", "Cluster") == "Cluster" and "namespace" in parameters:
        yield facts.forbidden("`namespace` needs scope `Namespace`", "parameters", "namespace")
