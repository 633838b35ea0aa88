"""Which fields name other objects. Sources: the API types; kustomize's table of name references; the projects' CRDs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Path
from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object, sequence
from kubelint.kube.pods import Pod


class Mention(NamedTuple):
    """A field that names another object."""

    path: Path
    """Where the name stands, from the object's root."""
    group: str
    kind: str
    name: str
    namespace: str | None = None
    """As written beside the name; None for the object's own."""
    beside: bool = False
    """Whether the target usually lives beside its user."""


class Field(NamedTuple):
    """A field that names an object: the name itself, or a mapping with ``name`` and what else there is."""

    steps: tuple[str, ...]
    """``*`` for every item of a list."""
    group: str = ""
    kind: str = ""
    beside: bool = False

    def mentions(self, data: Any, base: Path = ()) -> Iterator[Mention]:
        """The objects that it names in some data."""
        for path, value in _walk(data, self.steps, base):
            if isinstance(value, str):
                yield Mention(path, self.group, self.kind, value, None, self.beside)
            elif isinstance(value, dict) and isinstance(value.get("name"), str):
                yield self._reference((*path, "name"), value)

    def _reference(self, path: Path, reference: dict[str, Any]) -> Mention:
        kind, namespace = reference.get("kind"), reference.get("namespace")
        kind = kind if isinstance(kind, str) and kind else self.kind
        return Mention(
            path,
            self._group(reference, kind),
            kind,
            reference["name"],
            namespace if isinstance(namespace, str) and namespace else None,
            self.beside,
        )

    def _group(self, reference: dict[str, Any], kind: str) -> str:
        """The group said beside the name; that of the field, where none is."""
        version = reference.get("apiVersion")
        if isinstance(version, str):
            return version.rpartition("/")[0]
        group = reference.get("apiGroup", reference.get("group"))
        return group if isinstance(group, str) else self.group


def _field(path: str, group: str = "", kind: str = "", beside: bool = False) -> Field:
    return Field(tuple(path.split(".")), group, kind, beside)


def _walk(data: Any, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, data
    elif steps[0] == "*":
        for number, item in enumerate(sequence(data)):
            yield from _walk(item, steps[1:], (*path, number))
    elif isinstance(data, dict) and steps[0] in data:
        yield from _walk(data[steps[0]], steps[1:], (*path, steps[0]))


_STORAGE, _SECRET, _SERVICE = "storage.k8s.io", ("", "Secret"), ("", "Service")
_VOLUMES = {
    "persistentVolumeClaim": _field("claimName", "", "PersistentVolumeClaim"),
    "azureFile": _field("secretName", *_SECRET),
    **{p: _field("secretRef", *_SECRET) for p in ("iscsi", "rbd", "cephfs", "flexVolume", "scaleIO", "storageos")},
}
_CSI = (
    _field("nodePublishSecretRef", *_SECRET),
    _field("volumeAttributes.secretProviderClass", "secrets-store.csi.x-k8s.io", "SecretProviderClass"),
)
_POD_FIELDS = {
    "imagePullSecrets": (_field("imagePullSecrets.*", *_SECRET),),
    "priorityClassName": (_field("priorityClassName", "scheduling.k8s.io", "PriorityClass"),),
    "runtimeClassName": (_field("runtimeClassName", "node.k8s.io", "RuntimeClass"),),
    "resourceClaims": (
        _field("resourceClaims.*.resourceClaimName", "resource.k8s.io", "ResourceClaim"),
        _field("resourceClaims.*.resourceClaimTemplateName", "resource.k8s.io", "ResourceClaimTemplate"),
    ),
}
_WEBHOOK = (_field("webhooks.*.clientConfig.service", *_SERVICE, beside=True),)
_SOURCE, _ISTIO = "source.toolkit.fluxcd.io", "networking.istio.io"
_FLUX, _HELM = "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"
_ROLLOUT_SERVICES = (
    "canary.canaryService",
    "canary.stableService",
    "blueGreen.activeService",
    "blueGreen.previewService",
)
_ANALYSES = ("canary.analysis", "canary.steps.*.analysis", "blueGreen.prePromotionAnalysis")
_FIELDS: dict[tuple[str, str], tuple[Field, ...]] = {
    ("apps", "StatefulSet"): (
        _field("spec.volumeClaimTemplates.*.spec.storageClassName", _STORAGE, "StorageClass"),
        _field("spec.volumeClaimTemplates.*.spec.volumeAttributesClassName", _STORAGE, "VolumeAttributesClass"),
    ),
    ("", "PersistentVolumeClaim"): (
        _field("spec.storageClassName", _STORAGE, "StorageClass"),
        _field("spec.volumeAttributesClassName", _STORAGE, "VolumeAttributesClass"),
        _field("spec.volumeName", "", "PersistentVolume"),
        _field("spec.dataSource", "", "PersistentVolumeClaim"),
        _field("spec.dataSourceRef", "", "PersistentVolumeClaim"),
    ),
    ("", "PersistentVolume"): (_field("spec.claimRef", "", "PersistentVolumeClaim"),),
    ("", "ServiceAccount"): (_field("secrets.*", *_SECRET), _field("imagePullSecrets.*", *_SECRET)),
    ("snapshot.storage.k8s.io", "VolumeSnapshot"): (
        _field("spec.volumeSnapshotClassName", "snapshot.storage.k8s.io", "VolumeSnapshotClass"),
        _field("spec.source.persistentVolumeClaimName", "", "PersistentVolumeClaim"),
    ),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): _WEBHOOK,
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): _WEBHOOK,
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"): (
        _field("spec.policyName", "admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"): (
        _field("spec.policyName", "admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
    ),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): (
        _field("spec.conversion.webhook.clientConfig.service", *_SERVICE, beside=True),
    ),
    ("apiregistration.k8s.io", "APIService"): (_field("spec.service", *_SERVICE, beside=True),),
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"): (
        _field("spec.priorityLevelConfiguration", "flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
    ),
    ("gateway.networking.k8s.io", "Gateway"): (
        _field("spec.gatewayClassName", "gateway.networking.k8s.io", "GatewayClass"),
    ),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): (_field("spec.targetRef", "apps", "Deployment", beside=True),),
    ("keda.sh", "ScaledObject"): (_field("spec.triggers.*.authenticationRef", "keda.sh", "TriggerAuthentication"),),
    ("keda.sh", "ScaledJob"): (_field("spec.triggers.*.authenticationRef", "keda.sh", "TriggerAuthentication"),),
    ("external-secrets.io", "ExternalSecret"): (_field("spec.secretStoreRef", "external-secrets.io", "SecretStore"),),
    ("external-secrets.io", "PushSecret"): (_field("spec.secretStoreRefs.*", "external-secrets.io", "SecretStore"),),
    ("argoproj.io", "Rollout"): (
        *(_field(f"spec.strategy.{path}", *_SERVICE, beside=True) for path in _ROLLOUT_SERVICES),
        *(
            _field(f"spec.strategy.{path}.templates.*.templateName", "argoproj.io", "AnalysisTemplate")
            for path in _ANALYSES
        ),
        _field("spec.workloadRef", "apps", "Deployment", beside=True),
    ),
    ("argoproj.io", "Application"): (_field("spec.project", "argoproj.io", "AppProject"),),
    ("flagger.app", "Canary"): (
        _field("spec.targetRef", "apps", "Deployment", beside=True),
        _field("spec.autoscalerRef", "autoscaling", "HorizontalPodAutoscaler", beside=True),
    ),
    (_FLUX, "Kustomization"): (
        _field("spec.sourceRef", _SOURCE, "GitRepository"),
        _field("spec.dependsOn.*", _FLUX, "Kustomization"),
    ),
    (_HELM, "HelmRelease"): (
        _field("spec.chart.spec.sourceRef", _SOURCE, "HelmRepository"),
        _field("spec.chartRef", _SOURCE, "OCIRepository"),
        _field("spec.dependsOn.*", _HELM, "HelmRelease"),
    ),
    ("projectcontour.io", "HTTPProxy"): (_field("spec.includes.*", "projectcontour.io", "HTTPProxy"),),
    ("k8s.nginx.org", "VirtualServer"): (_field("spec.policies.*", "k8s.nginx.org", "Policy"),),
    **{
        (group, "IngressRoute"): (
            _field("spec.routes.*.middlewares.*", group, "Middleware"),
            _field("spec.tls.options", group, "TLSOption"),
        )
        for group in ("traefik.io", "traefik.containo.us")
    },
    **{
        (group, "Middleware"): (_field("spec.chain.middlewares.*", group, "Middleware"),)
        for group in ("traefik.io", "traefik.containo.us")
    },
}


def mentions(obj: Object) -> Iterator[Mention]:
    """The objects that an object names in fields of its own; those of its pods are ``pod_mentions``."""
    for field in _FIELDS.get((obj.group, obj.kind), ()):
        yield from field.mentions(obj.data)
    yield from _annotated(obj)
    if isinstance(obj, Workload) and obj.pod is not None:
        yield from pod_mentions(obj.pod)


def pod_mentions(pod: Pod) -> Iterator[Mention]:
    """The objects that a pod names, beside its ConfigMaps, Secrets and ServiceAccount."""
    base = (*pod.path, "spec")
    for step in _POD_FIELDS.keys() & pod.spec.keys():
        for field in _POD_FIELDS[step]:
            yield from field.mentions(pod.spec, base)
    for number, volume in enumerate(sequence(pod.spec.get("volumes"))):
        for source in volume if isinstance(volume, dict) else ():
            for field in _CSI if source == "csi" else (_VOLUMES[source],) if source in _VOLUMES else ():
                yield from field.mentions(volume[source], (*base, "volumes", number, source))


_NGINX = "nginx.ingress.kubernetes.io/"
_ANNOTATIONS = {
    "kubernetes.io/service-account.name": ("", "ServiceAccount"),
    "volume.beta.kubernetes.io/storage-class": (_STORAGE, "StorageClass"),
    f"{_NGINX}auth-secret": _SECRET,
    f"{_NGINX}auth-tls-secret": _SECRET,
    f"{_NGINX}proxy-ssl-secret": _SECRET,
    f"{_NGINX}custom-headers": ("", "ConfigMap"),
    f"{_NGINX}fastcgi-params-configmap": ("", "ConfigMap"),
    f"{_NGINX}default-backend": _SERVICE,
}


def _annotated(obj: Object) -> Iterator[Mention]:
    """What annotations name, as ``name`` or ``namespace/name``."""
    annotations = obj.annotations
    for key in _ANNOTATIONS.keys() & annotations.keys() if annotations else ():
        (group, kind), value = _ANNOTATIONS[key], annotations[key]
        if isinstance(value, str) and value:
            namespace, _, name = value.rpartition("/")
            yield Mention(("metadata", "annotations", key), group, kind, name, namespace or None)
