"""The fields of an object that name others: those of the workspace room, and those that have rules of their own."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object
from kubelint.kube.pods import Pod
from kubelint.workspace.mentions import Field, Mention, mentions
from kubelint.workspace.mesh import gateway_mentions


def _field(path: str, group: str, kind: str) -> Field:
    return Field(tuple(path.split(".")), group, kind)


_SERVICE, _SECRET = ("", "Service"), ("", "Secret")
_RBAC, _GATEWAY = "rbac.authorization.k8s.io", "gateway.networking.k8s.io"
_ROUTE = (
    _field("spec.parentRefs.*", _GATEWAY, "Gateway"),
    _field("spec.rules.*.backendRefs.*", *_SERVICE),
    _field("spec.rules.*.filters.*.requestMirror.backendRef", *_SERVICE),
)
_BINDING = (_field("roleRef", _RBAC, "Role"), _field("subjects.*", "", "ServiceAccount"))
_FIELDS: dict[str, tuple[Field, ...]] = {
    "Certificate": (_field("spec.issuerRef", "cert-manager.io", "Issuer"), _field("spec.secretName", *_SECRET)),
    "HorizontalPodAutoscaler": (_field("spec.scaleTargetRef", "apps", "Deployment"),),
    "ScaledObject": (_field("spec.scaleTargetRef", "apps", "Deployment"),),
    "StatefulSet": (_field("spec.serviceName", *_SERVICE),),
    "Gateway": (_field("spec.listeners.*.tls.certificateRefs.*", *_SECRET),),
    "Ingress": (
        _field("spec.ingressClassName", "networking.k8s.io", "IngressClass"),
        _field("spec.tls.*.secretName", *_SECRET),
        _field("spec.rules.*.http.paths.*.backend.service", *_SERVICE),
        _field("spec.defaultBackend.service", *_SERVICE),
    ),
    "RoleBinding": _BINDING,
    "ClusterRoleBinding": _BINDING,
    **{f"{protocol}Route": _ROUTE for protocol in ("HTTP", "GRPC", "TCP", "TLS", "UDP")},
}
_ISSUERS = {"cert-manager.io/issuer": "Issuer", "cert-manager.io/cluster-issuer": "ClusterIssuer"}


def namings(obj: Object) -> Iterator[Mention]:
    """Every field of an object that names another one, beside the ConfigMaps and Secrets of its pods."""
    yield from mentions(obj)
    for field in _FIELDS.get(obj.kind, ()):
        yield from field.mentions(obj.data)
    if (obj.group, obj.kind) == ("networking.istio.io", "VirtualService"):
        yield from gateway_mentions(obj)
    for key, kind in _ISSUERS.items():
        if isinstance(name := obj.annotations.get(key), str):
            yield Mention(("metadata", "annotations", key), "cert-manager.io", kind, name)
    yield from _field("metadata.namespace", "", "Namespace").mentions(obj.data)
    if isinstance(obj, Workload) and obj.pod is not None:
        yield from _account(obj.pod)


def _account(pod: Pod) -> Iterator[Mention]:
    base = (*pod.path, "spec")
    for name in ("serviceAccountName", "serviceAccount"):
        yield from _field(name, "", "ServiceAccount").mentions(pod.spec, base)
