"""Webhooks, default classes, constraints and tools that endanger the cluster as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubelint.finding import Fix, Problem, Related, Severity
from kubelint.kube.images import split_image
from kubelint.kube.kinds import (
    AllowedRepositories,
    IngressClass,
    SecurityContextConstraints,
    Service,
    StorageClass,
    WebhookConfiguration,
)
from kubelint.kube.objects import Object, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, InitContainer, Pod
from kubelint.kube.selectors import requirements, selects
from kubelint.workspace import Workspace
from kubelint.workspace.mending import annotated, with_field

_NAME_LABEL = "kubernetes.io/metadata.name"
_DEFAULT = (
    "ingressclass.kubernetes.io/is-default-class",
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
)
_OPENSHIFT_CONSTRAINTS = frozenset(
    ["privileged", "node-exporter", "nested-container", "insights-runtime-extractor-scc"]
)


def self_blocking_webhook(configuration: WebhookConfiguration, workspace: Workspace) -> Iterator[Problem]:
    """Once the webhook's own pods are down, it refuses the pods that would bring it back."""
    for number, webhook in enumerate(sequence(configuration.get("webhooks"))):
        namespace = _home(mapping(webhook), "Ignore" if configuration.version == "v1beta1" else "Fail")
        if namespace and _admits_pods(webhook) and _reaches_itself(webhook, namespace, configuration, workspace):
            place = configuration.at("webhooks", number, "failurePolicy")
            message = f"fails closed on the pods of its own namespace `{namespace}`: once it is down, nothing starts it"
            fix = _outside(configuration, number, namespace) if not mapping(webhook.get("namespaceSelector")) else None
            yield Problem(place, message, fix=fix)


def _outside(configuration: WebhookConfiguration, number: int, namespace: str) -> Fix:
    """Leaves the webhook's own namespace out."""
    path = ("webhooks", number, "namespaceSelector")
    apart = {"key": _NAME_LABEL, "operator": "NotIn", "values": [namespace]}
    title = f"leave the namespace `{namespace}` out"
    return with_field(configuration, path, {"matchExpressions": [apart]}, title, safe=False)


def _home(webhook: dict[str, Any], default: str) -> str | None:
    """The namespace of the webhook's Service, where it fails closed."""
    service = mapping(mapping(webhook.get("clientConfig")).get("service"))
    namespace = service.get("namespace")
    closed = webhook.get("failurePolicy", default) == "Fail" and not webhook.get("matchConditions")
    return namespace if closed and isinstance(namespace, str) and not unrendered(namespace) else None


def _admits_pods(webhook: dict[str, Any]) -> bool:
    return any(
        {"", "*"} & {*sequence(rule.get("apiGroups"))}
        and {"pods", "*", "*/*"} & {*sequence(rule.get("resources"))}
        and {"CREATE", "*"} & {*sequence(rule.get("operations"))}
        and rule.get("scope", "*") != "Cluster"
        for rule in map(mapping, sequence(webhook.get("rules")))
    )


def _reaches_itself(
    webhook: dict[str, Any], namespace: str, configuration: WebhookConfiguration, workspace: Workspace
) -> bool:
    """Whether the selectors provably leave the webhook's own pods in."""
    return _takes_namespace(webhook.get("namespaceSelector"), namespace, configuration, workspace) and _takes_pods(
        webhook, namespace, configuration, workspace
    )


def _takes_namespace(selector: Any, namespace: str, near: Object, workspace: Workspace) -> bool:
    found = workspace.find("", "Namespace", namespace, near)
    labels = {**(found.labels if found else {}), _NAME_LABEL: namespace}
    conditions = list(requirements(selector))
    return all(c.holds(labels) and (found is not None or c.key == _NAME_LABEL) for c in conditions)


def _takes_pods(webhook: dict[str, Any], namespace: str, near: Object, workspace: Workspace) -> bool:
    if not mapping(webhook.get("objectSelector")):
        return True
    pods = _own_pods(webhook, namespace, near, workspace)
    return bool(pods) and all(selects(webhook["objectSelector"], pod.labels) for pod in pods)


def _own_pods(webhook: dict[str, Any], namespace: str, near: Object, workspace: Workspace) -> list[Pod]:
    name = webhook["clientConfig"]["service"].get("name")
    service = workspace.find("", "Service", str(name), near, namespace)
    return workspace.pods_of(service) if isinstance(service, Service) else []


def competing_default_classes(obj: IngressClass | StorageClass, workspace: Workspace) -> Iterator[Problem]:
    """Two classes are the default."""
    annotation = _default_annotation(obj)
    if annotation is None:
        return
    for other in workspace.of(type(obj)):
        if other is obj:
            return
        if other.name != obj.name and workspace.index.beside(obj, other) and (rival := _default_annotation(other)):
            related = (Related(other.at("metadata", "annotations", rival), f"`{other.name}` is the default, too"),)
            message = f"a second default {obj.kind} beside `{other.name}`: whichever was created last wins"
            fix = annotated(obj, {annotation: "false"}, f"leave the default to `{other.name}`", safe=False)
            yield Problem(obj.key("metadata", "annotations", annotation), message, related, fix)
            return


def _default_annotation(obj: Object) -> str | None:
    return next((key for key in _DEFAULT if obj.annotations.get(key) == "true"), None)


def privileged_security_context_constraint(constraints: SecurityContextConstraints) -> Iterator[Problem]:
    """The constraints admit privileged containers."""
    if constraints.get("allowPrivilegedContainer") is True and constraints.name not in _OPENSHIFT_CONSTRAINTS:
        field = "allowPrivilegedContainer"
        fix = with_field(constraints, (field,), False, f"set `{field}` to false", safe=False)
        yield Problem(constraints.at(field), "admits privileged containers, with all rights on the node", fix=fix)


def risky_cluster_tool(subject: Container | InitContainer | Service) -> Iterator[Problem]:
    """A tool that hands the cluster to whoever reaches it."""
    if isinstance(subject, Service):
        if subject.name == "tiller-deploy" or mapping(subject.spec.get("selector")).items() >= _TILLER:
            yield Problem(subject.at("metadata", "name"), "opens Tiller: anybody in the cluster is its administrator")
        return
    image = split_image(subject.image).repository.rpartition("/")[2]
    if image == "tiller":
        yield Problem(subject.at("image"), "runs Tiller: anybody in the cluster is its administrator; use Helm 3")
    elif image.startswith("kubernetes-dashboard") or subject.image.startswith("kubernetesui/dashboard"):
        message = "runs the Kubernetes Dashboard: whoever reaches it acts under its account"
        yield Problem(subject.at("image"), message, severity=Severity.INFO)
    for number, variable in enumerate(sequence(subject.get("env"))):
        if mapping(variable).get("name") == "GITSYNC_GIT":
            message = "git-sync runs whatever `GITSYNC_GIT` names; whoever may set it runs code in the pod"
            yield Problem(subject.at("env", number, "name"), message)


_TILLER = {"app": "helm", "name": "tiller"}.items()


def open_registry_prefix(constraint: AllowedRepositories) -> Iterator[Problem]:
    """The prefix admits images of look-alikes."""
    for number, prefix in enumerate(sequence(constraint.get("spec", "parameters", "repos"))):
        if not isinstance(prefix, str) or not prefix or unrendered(prefix) or _complete(prefix):
            continue
        path = ("spec", "parameters", "repos", number)
        fix = with_field(constraint, path, f"{prefix}/", f"write `{prefix}/`", safe=False)
        message = f"`{prefix}` admits `{prefix}{_look_alike(prefix)}` as well; end it in `/`"
        yield Problem(constraint.at(*path), message, fix=fix)


def _complete(prefix: str) -> bool:
    last = prefix.rpartition("/")[2]
    return not last or ":" in last or "@" in last or "*" in last


def _look_alike(prefix: str) -> str:
    return "-evil/web" if "/" in prefix or "." not in prefix else ".evil.example/web"
