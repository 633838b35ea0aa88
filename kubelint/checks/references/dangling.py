"""References to objects that provably do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Path, Problem, Related, Severity
from kubelint.kube.kinds import Ingress, RoleBinding, WebhookConfiguration
from kubelint.kube.nearness import slip_of
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.pods import Pod
from kubelint.workspace import Answer, Workspace
from kubelint.workspace.mentions import Mention, mentions
from kubelint.workspace.mesh import gateway_mentions

_MIDDLEWARES, _BY_RESOURCE = "traefik.ingress.kubernetes.io/router.middlewares", "@kubernetescrd"
_RBAC = "rbac.authorization.k8s.io"
_VIRTUAL_SERVICE = ("networking.istio.io", "VirtualService")


def dangling_config_reference(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A pod's ConfigMap or Secret that provably does not exist."""
    for mention in workspace.config_of(pod):
        if not mention.optional:
            answer = workspace.resolve("", mention.kind, mention.name, pod.owner)
            if answer.wrong:
                yield _problem(pod.owner, mention.path, mention.kind, mention.name, answer)


def dangling_service_account(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A pod's ServiceAccount that provably does not exist."""
    field = "serviceAccountName" if pod.spec.get("serviceAccountName") else "serviceAccount"
    name = pod.spec.get(field)
    if isinstance(name, str):
        answer = workspace.resolve("", "ServiceAccount", name, pod.owner)
        if answer.wrong:
            yield _problem(pod.owner, (*pod.path, "spec", field), "ServiceAccount", name, answer)


def dangling_role_binding(binding: RoleBinding, workspace: Workspace) -> Iterator[Problem]:
    """A binding whose role or ServiceAccount provably does not exist."""
    role = mapping(binding.get("roleRef"))
    kind, name = role.get("kind"), role.get("name")
    if kind in ("Role", "ClusterRole") and isinstance(name, str):
        answer = workspace.resolve(_RBAC, kind, name, binding)
        if answer.wrong:
            yield _problem(binding, ("roleRef", "name"), kind, name, answer)
    for number, subject in enumerate(map(mapping, sequence(binding.get("subjects")))):
        name, namespace = subject.get("name"), subject.get("namespace")
        if (
            subject.get("kind") == "ServiceAccount"
            and isinstance(name, str)
            and (namespace or binding.kind == "RoleBinding")
        ):
            answer = workspace.resolve("", "ServiceAccount", name, binding, namespace)
            if answer.wrong:
                yield _problem(binding, ("subjects", number, "name"), "ServiceAccount", name, answer)


def dangling_reference(obj: Object, workspace: Workspace) -> Iterator[Problem]:
    """Any other reference to an object that provably does not exist."""
    for mention in _mentions(obj):
        answer = workspace.resolve(
            mention.group, mention.kind, mention.name, obj, mention.namespace, beside=mention.beside
        )
        if answer.wrong:
            answer = answer._replace(severity=_severity(obj, mention.path, answer))
            yield _problem(obj, mention.path, mention.kind, mention.name, answer)

    if (obj.group, obj.kind) == _VIRTUAL_SERVICE:
        for path, name, rule, known in workspace.mesh.missing_subsets(obj):
            listed = ", ".join(f"`{other}`" for other in known) or "none"
            message = f"DestinationRule `{rule.name}` has no subset `{name}`: it has {listed}"
            yield Problem(
                obj.at(*path), message, (Related(rule.at("spec", "subsets"), f"DestinationRule `{rule.name}`"),)
            )

    yield from _middlewares(obj, workspace)


def _middlewares(obj: Object, workspace: Workspace) -> Iterator[Problem]:
    """Middlewares that an Ingress names to Traefik as ``namespace-name@kubernetescrd``."""
    written = obj.annotations.get(_MIDDLEWARES) if isinstance(obj, Ingress) else None
    if not isinstance(written, str) or not written:
        return
    given = [m for group in ("traefik.io", "traefik.containo.us") for m in workspace.of_kind(group, "Middleware")]
    known = {f"{workspace.namespace(middleware)}-{middleware.name}": middleware for middleware in given}
    for name in (part.strip().removesuffix(_BY_RESOURCE) for part in written.split(",") if _BY_RESOURCE in part):
        close = slip_of(name, known) if name not in known else None
        if close:
            related = (Related(known[close].at("metadata", "name"), f"Middleware `{known[close].name}`, the nearest"),)
            message = f"there is no Middleware `{name}`: did you mean `{close}`?"
            yield Problem(obj.at("metadata", "annotations", _MIDDLEWARES), message, related)


def _mentions(obj: Object) -> Iterator[Mention]:
    yield from mentions(obj)
    if (obj.group, obj.kind) == _VIRTUAL_SERVICE:
        yield from gateway_mentions(obj)


def _severity(obj: Object, path: Path, answer: Answer) -> Severity | None:
    """An error where the API itself stands still without the object."""
    if answer.severity is not None:
        return answer.severity
    closed = isinstance(obj, WebhookConfiguration) and dig(obj.data, *path[:2], "failurePolicy") in (None, "Fail")
    return Severity.ERROR if closed or obj.kind == "APIService" else None


def _problem(user: Object, path: Path, kind: str, name: str, answer: Answer) -> Problem:
    near = answer.nearest
    related = (Related(near.at("metadata", "name"), f"{near.kind} `{near.name}`, the nearest"),) if near else ()
    fix = None
    if near is not None and near.name != name and user.get(*path) == name:
        change = Operation("replace", path, near.name)
        fix = Fix(f"name {kind} `{near.name}`", (Patch(user, (change,)),), safe=False)
    return Problem(
        user.at(*path), f"there is no {kind} `{name}`: {answer.hint}", related, fix, severity=answer.severity
    )
