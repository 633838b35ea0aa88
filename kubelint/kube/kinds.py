"""The kinds that checks speak of, as classes. A check's first parameter names the class it wants."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from kubelint.finding import Path
from kubelint.kube.objects import GroupKind, Kinds, Object, dig
from kubelint.kube.pods import Pod


class Workload(Object):
    """Anything that makes pods from a template, the bare Pod included."""

    template: ClassVar[Path] = ("spec", "template")

    @cached_property
    def pod(self) -> Pod | None:
        """The pod template, None where there is none."""
        return Pod(self, self.template) if isinstance(dig(self.data, *self.template), dict) else None


class Controller(Workload):
    """A workload that keeps pods running: not a bare Pod, not a Job."""


class Deployment(Controller):
    """Deployment."""

    kinds = (("apps", "Deployment"), ("extensions", "Deployment"))


class StatefulSet(Controller):
    """StatefulSet."""

    kinds = (("apps", "StatefulSet"),)


class DaemonSet(Controller):
    """DaemonSet."""

    kinds = (("apps", "DaemonSet"), ("extensions", "DaemonSet"))


class ReplicaSet(Controller):
    """ReplicaSet."""

    kinds = (("apps", "ReplicaSet"), ("extensions", "ReplicaSet"))


class ReplicationController(Controller):
    """ReplicationController."""

    kinds = (("", "ReplicationController"),)


class Rollout(Controller):
    """Argo Rollout."""

    kinds = (("argoproj.io", "Rollout"),)


class DeploymentConfig(Controller):
    """OpenShift's DeploymentConfig."""

    kinds = (("apps.openshift.io", "DeploymentConfig"),)


class KnativeService(Controller):
    """Knative Service."""

    kinds = (("serving.knative.dev", "Service"),)


class Job(Workload):
    """Job."""

    kinds = (("batch", "Job"),)


class CronJob(Workload):
    """CronJob."""

    kinds = (("batch", "CronJob"),)
    template = ("spec", "jobTemplate", "spec", "template")


class BarePod(Workload):
    """A Pod object of its own."""

    kinds = (("", "Pod"),)
    template = ()


class Service(Object):
    """Service."""

    kinds = (("", "Service"),)


class Ingress(Object):
    """Ingress."""

    kinds = (("networking.k8s.io", "Ingress"), ("extensions", "Ingress"))


class IngressClass(Object):
    """IngressClass."""

    kinds = (("networking.k8s.io", "IngressClass"),)


class NetworkPolicy(Object):
    """NetworkPolicy."""

    kinds = (("networking.k8s.io", "NetworkPolicy"), ("extensions", "NetworkPolicy"))


class Gateway(Object):
    """Gateway of the Gateway API."""

    kinds = (("gateway.networking.k8s.io", "Gateway"),)


class GatewayRoute(Object):
    """HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute."""

    kinds = tuple(("gateway.networking.k8s.io", f"{p}Route") for p in ("HTTP", "GRPC", "TLS", "TCP", "UDP"))


class IstioGateway(Object):
    """Gateway of Istio."""

    kinds = (("networking.istio.io", "Gateway"),)


class Route(Object):
    """OpenShift's Route."""

    kinds = (("route.openshift.io", "Route"),)


class Secret(Object):
    """Secret."""

    kinds = (("", "Secret"),)


class ConfigMap(Object):
    """ConfigMap."""

    kinds = (("", "ConfigMap"),)


class Namespace(Object):
    """Namespace."""

    kinds = (("", "Namespace"),)


class ServiceAccount(Object):
    """ServiceAccount."""

    kinds = (("", "ServiceAccount"),)


class PersistentVolumeClaim(Object):
    """PersistentVolumeClaim."""

    kinds = (("", "PersistentVolumeClaim"),)


class Endpoints(Object):
    """Endpoints or EndpointSlice."""

    kinds = (("", "Endpoints"), ("discovery.k8s.io", "EndpointSlice"))


class HorizontalPodAutoscaler(Object):
    """HorizontalPodAutoscaler."""

    kinds = (("autoscaling", "HorizontalPodAutoscaler"),)


class ScaledObject(Object):
    """KEDA's ScaledObject."""

    kinds = (("keda.sh", "ScaledObject"),)


class VerticalPodAutoscaler(Object):
    """VerticalPodAutoscaler."""

    kinds = (("autoscaling.k8s.io", "VerticalPodAutoscaler"),)


class PodDisruptionBudget(Object):
    """PodDisruptionBudget."""

    kinds = (("policy", "PodDisruptionBudget"),)


class StorageClass(Object):
    """StorageClass."""

    kinds = (("storage.k8s.io", "StorageClass"),)


class SecurityContextConstraints(Object):
    """OpenShift's SecurityContextConstraints."""

    kinds = (("security.openshift.io", "SecurityContextConstraints"), ("", "SecurityContextConstraints"))


class AllowedRepositories(Object):
    """A constraint of Gatekeeper's library that admits images by the beginning of their name."""

    kinds = (("constraints.gatekeeper.sh", "K8sAllowedRepos"),)


class LimitRange(Object):
    """LimitRange."""

    kinds = (("", "LimitRange"),)


class ResourceQuota(Object):
    """ResourceQuota."""

    kinds = (("", "ResourceQuota"),)


class Role(Object):
    """Role or ClusterRole."""

    kinds = tuple(
        (group, kind)
        for group in ("rbac.authorization.k8s.io", "authorization.openshift.io")
        for kind in ("Role", "ClusterRole")
    )


class RoleBinding(Object):
    """RoleBinding or ClusterRoleBinding."""

    kinds = tuple(("rbac.authorization.k8s.io", kind) for kind in ("RoleBinding", "ClusterRoleBinding"))


class Certificate(Object):
    """cert-manager's Certificate."""

    kinds = (("cert-manager.io", "Certificate"),)


class Issuer(Object):
    """cert-manager's Issuer or ClusterIssuer."""

    kinds = (("cert-manager.io", "Issuer"), ("cert-manager.io", "ClusterIssuer"))


class ServiceMonitor(Object):
    """ServiceMonitor or PodMonitor."""

    kinds = (("monitoring.coreos.com", "ServiceMonitor"), ("monitoring.coreos.com", "PodMonitor"))


class WebhookConfiguration(Object):
    """Mutating or validating webhook configuration."""

    kinds = tuple(("admissionregistration.k8s.io", f"{p}WebhookConfiguration") for p in ("Mutating", "Validating"))


class ApiService(Object):
    """APIService."""

    kinds = (("apiregistration.k8s.io", "APIService"),)


class CustomResourceDefinition(Object):
    """CustomResourceDefinition."""

    kinds = (("apiextensions.k8s.io", "CustomResourceDefinition"),)


def _descend(base: type[Object]) -> dict[GroupKind, type[Object]]:
    found: dict[GroupKind, type[Object]] = {}
    for sub in base.__subclasses__():
        found |= dict.fromkeys(sub.kinds, sub) | _descend(sub)
    return found


CLASSES = _descend(Object)
"""The class of each group and kind that has one."""


def class_of(group: str, kind: Any, further: Kinds | None = None) -> type[Object]:
    """The class for a group and kind, further ones included; ``Object`` itself where no class names it."""
    if not isinstance(kind, str):
        return Object
    return CLASSES.get((group, kind)) or (further or {}).get((group, kind), Object)


def workload_classes(templates: Mapping[str, str]) -> Kinds:
    """Classes for kinds (``example.com/App``) that keep pods by a template at a path (``spec.template``)."""
    split = {kind.rpartition("/")[::2]: tuple(path.split(".")) for kind, path in templates.items()}
    return {kind: type(kind[1], (Controller,), {"kinds": (kind,), "template": path}) for kind, path in split.items()}
