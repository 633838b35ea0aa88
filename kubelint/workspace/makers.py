"""Objects that make other objects: certificates, secret stores, operators, generators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from kubelint.kube.kinds import Workload
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.workspace.index import Index

Made = tuple[str, str]
"""Kind and name (or a glob) of what is made."""


class Makers:
    """What the objects of a run will make."""

    def __init__(self, objects: Iterable[Object], index: Index) -> None:
        self.index = index
        self._plain: dict[Made, list[Object]] = defaultdict(list)
        self._patterns: dict[str, list[tuple[str, Object]]] = defaultdict(list)
        self._owners: list[Object] = []
        for obj in objects:
            if owns_pods(obj):
                self._owners.append(obj)
            for kind, name in made_by(obj):
                if "*" in name:
                    self._patterns[kind].append((name, obj))
                elif name:
                    self._plain[kind, name].append(obj)

    def exchange(self, pairs: Sequence[tuple[Object, Object]]) -> bool:
        """Put objects in the place of earlier ones; False, with nothing done, where they make something else."""
        if any(list(made_by(old)) != list(made_by(new)) or owns_pods(old) != owns_pods(new) for old, new in pairs):
            return False
        new = {id(old): obj for old, obj in pairs}
        self._owners = [new.get(id(obj), obj) for obj in self._owners]
        for found in self._plain.values():
            found[:] = [new.get(id(obj), obj) for obj in found]
        for patterns in self._patterns.values():
            patterns[:] = [(pattern, new.get(id(obj), obj)) for pattern, obj in patterns]
        return True

    def maker(self, kind: str, name: str, near: Object, namespace: str | None = None) -> Object | None:
        """The given object that will make the one of that name, where there is one."""
        found = [
            *self._plain.get((kind, name), ()),
            *(obj for pattern, obj in self._patterns.get(kind, ()) if fnmatchcase(name, pattern)),
        ]
        return next((obj for obj in found if self._reaches(obj, near, namespace)), None)

    def pods(self, near: Object) -> bool:
        """Whether something given beside an object may bring pods that no manifest shows."""
        return any(self.index.beside(near, owner) and self._reaches(owner, near, None) for owner in self._owners)

    def generated(self, kind: str, name: str, near: Object) -> bool:
        """Whether a generator of the kustomization makes it."""
        return any(
            (kind, name) in home.bundle.made
            or any(k == kind and home.prefix + made + home.suffix == name for k, made in home.bundle.made)
            for home in self.index.homes.of(near)
        )

    def _reaches(self, maker: Object, near: Object, namespace: str | None) -> bool:
        spaces = self.index.spaces(near, namespace)
        return any(
            home.space is None or space is None or home.space == space
            for home in self.index.homes.of(maker)
            for space in spaces
        )


def made_by(obj: Object) -> Iterator[Made]:
    """Kinds and names of what an object will make, as far as its manifest says."""
    makers = _MAKERS.get((obj.group, obj.kind))
    if makers is not None:
        yield from makers(obj)
    elif obj.group and (secret := dig(obj.data, "spec", "writeConnectionSecretToRef", "name")):
        yield "Secret", str(secret)
    for annotation, kind in _ANNOTATIONS.items():
        name = obj.annotations.get(annotation)
        if isinstance(name, str):
            yield kind, name


_ANNOTATIONS = {
    "service.beta.openshift.io/serving-cert-secret-name": "Secret",
    "service.alpha.openshift.io/serving-cert-secret-name": "Secret",
}


_GROUPS_WITHOUT_PODS = """cert-manager.io acme.cert-manager.io networking.istio.io security.istio.io telemetry.istio.io
    traefik.io traefik.containo.us external-secrets.io bitnami.com keda.sh kyverno.io cilium.io projectcalico.org
    crd.projectcalico.org networking.gke.io cloud.google.com configuration.konghq.com projectcontour.io k8s.nginx.org
    metallb.io linkerd.io policy.linkerd.io secrets.hashicorp.com onepassword.com route.openshift.io
    security.openshift.io image.openshift.io gateway.envoyproxy.io kustomize.toolkit.fluxcd.io
    source.toolkit.fluxcd.io notification.toolkit.fluxcd.io image.toolkit.fluxcd.io"""
_WITHOUT_PODS = frozenset(_GROUPS_WITHOUT_PODS.split())
_WITH_PODS = frozenset({"Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"})


def owns_pods(obj: Object) -> bool:
    """Whether a custom resource may bring pods that no manifest shows."""
    if "." not in obj.group or obj.group.endswith(".k8s.io") or isinstance(obj, Workload):
        return False
    return obj.kind in _WITH_PODS if obj.group == "monitoring.coreos.com" else obj.group not in _WITHOUT_PODS


def _text(obj: Object, *path: str | int) -> str:
    value = dig(obj.data, *path)
    return value if isinstance(value, str) else ""


def _secret(*paths: Sequence[str]) -> Callable[[Object], Iterator[Made]]:
    """A Secret, named by the first of the fields that is set, else like its maker."""

    def made(obj: Object) -> Iterator[Made]:
        yield "Secret", next(filter(None, (_text(obj, *path) for path in paths)), obj.name)

    return made


def _derived(**names: str) -> Callable[[Object], Iterator[Made]]:
    """Objects whose names are made of their maker's."""
    made_names = [(kind, pattern) for kind, patterns in names.items() for pattern in patterns.split()]

    def made(obj: Object) -> Iterator[Made]:
        return ((kind, pattern.replace("@", obj.name)) for kind, pattern in made_names)

    return made


def _certificate_secrets(obj: Object) -> Iterator[Made]:
    if dig(obj.data, "metadata", "annotations") and _issued(obj):
        for entry in sequence(obj.spec.get("tls")):
            yield "Secret", str(mapping(entry).get("secretName") or "")
        for listener in sequence(obj.spec.get("listeners")):
            for reference in sequence(dig(listener, "tls", "certificateRefs")):
                yield "Secret", str(mapping(reference).get("name") or "")


def _gateway(obj: Object) -> Iterator[Made]:
    yield from _certificate_secrets(obj)
    yield from (("Service", f"{obj.name}-*"), ("Service", f"envoy-*-{obj.name}-*"), ("Service", f"cilium-*-{obj.name}"))
    yield from (("Deployment", f"{obj.name}-*"), ("ServiceAccount", f"{obj.name}-*"))


def _issued(obj: Object) -> bool:
    return any(
        (key.startswith("cert-manager.io/") and key.endswith("issuer")) or key == "kubernetes.io/tls-acme"
        for key in obj.annotations
    )


def _issuer(obj: Object) -> Iterator[Made]:
    yield "Secret", _text(obj, "spec", "acme", "privateKeySecretRef", "name")


def _provider_class(obj: Object) -> Iterator[Made]:
    for entry in sequence(obj.spec.get("secretObjects")):
        yield "Secret", str(mapping(entry).get("secretName") or "")


def _stateful(obj: Object) -> Iterator[Made]:
    for template in sequence(obj.spec.get("volumeClaimTemplates")):
        claim = dig(template, "metadata", "name")
        yield "PersistentVolumeClaim", f"{claim}-{obj.name}-*"


def _canary(obj: Object) -> Iterator[Made]:
    target, scaler = _text(obj, "spec", "targetRef", "name"), _text(obj, "spec", "autoscalerRef", "name")
    service = _text(obj, "spec", "service", "name") or target
    yield "Deployment", f"{target}-primary"
    yield "DaemonSet", f"{target}-primary"
    yield from (("Service", service + ending) for ending in ("", "-primary", "-canary"))
    yield "HorizontalPodAutoscaler", f"{scaler}-primary"
    yield from ((kind, "*-primary") for kind in ("ConfigMap", "Secret"))


_CHART_KINDS = ("Service", "Deployment", "StatefulSet", "DaemonSet", "ConfigMap", "Secret", "ServiceAccount", "Role")


def _helm_chart(obj: Object) -> Iterator[Made]:
    """Anything may come out of a chart; its objects are mostly named after the release."""
    release = _text(obj, "spec", "releaseName") or _text(obj, "spec", "source", "helm", "releaseName") or obj.name
    for kind in _CHART_KINDS:
        yield kind, f"{release}*"
        yield kind, f"*{obj.name}*"


def _elastic(short: str) -> Callable[[Object], Iterator[Made]]:
    return _derived(
        Service=f"@-{short}-http @-{short}-transport @-{short}-internal-http",
        Secret=f"@-{short}-elastic-user @-{short}-http-certs-public @-{short}-http-certs-internal @-{short}-*",
    )


def _postgresql(obj: Object) -> Iterator[Made]:
    yield from (("Service", obj.name + ending) for ending in ("", "-repl", "-pooler", "-pooler-repl"))
    yield "StatefulSet", obj.name
    yield "Secret", f"*.{obj.name}.credentials.postgresql.acid.zalan.do"


_MAKERS: dict[tuple[str, str], Callable[[Any], Iterator[Made]]] = {
    ("cert-manager.io", "Certificate"): _secret(("spec", "secretName")),
    ("cert-manager.io", "Issuer"): _issuer,
    ("cert-manager.io", "ClusterIssuer"): _issuer,
    ("networking.k8s.io", "Ingress"): _certificate_secrets,
    ("extensions", "Ingress"): _certificate_secrets,
    ("gateway.networking.k8s.io", "Gateway"): _gateway,
    ("external-secrets.io", "ExternalSecret"): _secret(("spec", "target", "name")),
    ("kubernetes-client.io", "ExternalSecret"): _secret(),
    ("external-secrets.io", "ClusterExternalSecret"): _secret(
        ("spec", "externalSecretSpec", "target", "name"), ("spec", "externalSecretName")
    ),
    ("bitnami.com", "SealedSecret"): _secret(("spec", "template", "metadata", "name")),
    ("secrets.hashicorp.com", "VaultStaticSecret"): _secret(("spec", "destination", "name")),
    ("secrets.hashicorp.com", "VaultDynamicSecret"): _secret(("spec", "destination", "name")),
    ("secrets.hashicorp.com", "VaultPKISecret"): _secret(("spec", "destination", "name")),
    ("secrets.hashicorp.com", "HCPVaultSecretsApp"): _secret(("spec", "destination", "name")),
    ("ricoberger.de", "VaultSecret"): _secret(),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"): _provider_class,
    ("onepassword.com", "OnePasswordItem"): _secret(),
    ("secrets.doppler.com", "DopplerSecret"): _secret(("spec", "managedSecret", "name")),
    ("secrets.infisical.com", "InfisicalSecret"): _secret(("spec", "managedSecretReference", "secretName")),
    ("isindir.github.com", "SopsSecret"): lambda obj: (
        ("Secret", str(mapping(entry).get("name") or "")) for entry in sequence(obj.spec.get("secretTemplates"))
    ),
    ("apps", "StatefulSet"): _stateful,
    ("keda.sh", "ScaledObject"): _derived(HorizontalPodAutoscaler="keda-hpa-@"),
    ("flagger.app", "Canary"): _canary,
    ("serving.knative.dev", "Service"): _derived(Service="@ @-*", Deployment="@-*"),
    ("postgresql.cnpg.io", "Cluster"): _derived(
        Service="@-rw @-ro @-r",
        Secret="@-app @-ca @-server @-superuser @-replication",  # noqa: S106
    ),
    ("acid.zalan.do", "postgresql"): _postgresql,
    ("kafka.strimzi.io", "Kafka"): _derived(
        Service="@-kafka-bootstrap @-kafka-brokers @-kafka-*",
        Secret="@-cluster-ca-cert @-clients-ca-cert @-*",  # noqa: S106
    ),
    ("kafka.strimzi.io", "KafkaUser"): _secret(),
    ("elasticsearch.k8s.elastic.co", "Elasticsearch"): _elastic("es"),
    ("kibana.k8s.elastic.co", "Kibana"): _elastic("kb"),
    ("apm.k8s.elastic.co", "ApmServer"): _elastic("apm"),
    ("logstash.k8s.elastic.co", "Logstash"): _elastic("ls"),
    ("rabbitmq.com", "RabbitmqCluster"): _derived(Service="@ @-nodes", Secret="@-default-user"),  # noqa: S106
    ("monitoring.coreos.com", "Prometheus"): _derived(StatefulSet="prometheus-@", Service="prometheus-operated"),
    ("monitoring.coreos.com", "Alertmanager"): _derived(StatefulSet="alertmanager-@", Service="alertmanager-operated"),
    ("jaegertracing.io", "Jaeger"): _derived(Service="@-*", Deployment="@ @-*"),
    ("opentelemetry.io", "OpenTelemetryCollector"): _derived(Service="@-collector* @-query", Deployment="@-collector"),
    ("helm.toolkit.fluxcd.io", "HelmRelease"): _helm_chart,
    ("helm.cattle.io", "HelmChart"): _helm_chart,
    ("argoproj.io", "Application"): _helm_chart,
}
