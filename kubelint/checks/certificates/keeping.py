"""Who keeps certificates and keys: people by hand, or an issuer."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from kubelint.finding import Fix, Operation, Patch, Path, Place, Problem
from kubelint.kube.kinds import ApiService, CustomResourceDefinition, Secret, WebhookConfiguration, Workload
from kubelint.kube.material import CERT_MANAGER_MARKS, bundle_paths, encrypted, entry, material
from kubelint.kube.objects import Object
from kubelint.kube.strings import strings
from kubelint.kube.x509 import decoded, holds_private_key
from kubelint.manifest import Manifest

_OLD = "certmanager.k8s.io/"
_MOVED = {
    **{f"{_OLD}{name}": f"cert-manager.io/{name}" for name in ("issuer", "cluster-issuer", "issuer-kind")},
    **{f"{_OLD}{name}": f"cert-manager.io/{name}" for name in ("alt-names", "ip-sans", "common-name", "issuer-name")},
    f"{_OLD}acme-http01-edit-in-place": "acme.cert-manager.io/http01-edit-in-place",
    f"{_OLD}acme-http01-ingress-class": "acme.cert-manager.io/http01-ingress-class",
}
_TOOLS = ("kube-lego", "kube-cert-manager")
_INJECTORS = (
    "cert-manager.io/inject-",
    "service.beta.openshift.io/inject-cabundle",
    "service.alpha.openshift.io/inject-",
)


def hand_managed_certificate(secret: Secret) -> Iterator[Problem]:
    """A TLS certificate is kept by hand in a manifest."""
    held = [m for m in material(secret) if m.certificate or m.key]
    exported = any(mark in secret.annotations or mark in secret.labels for mark in CERT_MANAGER_MARKS)
    if held and not exported:
        place = secret.at("type") if secret.data.get("type") else secret.at("kind")
        yield Problem(
            place, "a TLS certificate is kept by hand here; let cert-manager or the platform issue and renew it"
        )


def private_key_in_manifest(obj: Object) -> Iterator[Problem]:
    """An unencrypted private key is in a manifest."""
    if not encrypted(obj) and (isinstance(obj, Secret) or _speaks_of_keys(obj.document.manifest)):
        for path, text in strings(obj.data):
            if holds_private_key(text) or holds_private_key(decoded(text) or "" if len(text) > 99 else ""):
                yield Problem(_entry_place(obj, path), f"holds a private key in clear text{_advice(obj)}")


def _entry_place(obj: Object, path: Path) -> Place:
    return obj.key(*path) if isinstance(path[-1], str) else obj.at(*path)


def _advice(obj: Object) -> str:
    where = "" if isinstance(obj, Secret) else f", in a {obj.kind}, which nobody treats as confidential"
    return f"{where}; whoever reads the repository has it: replace the key and keep it out of manifests"


@functools.lru_cache(maxsize=1)
def _speaks_of_keys(manifest: Manifest) -> bool:
    """One look at a file spares its objects a search string by string."""
    return "PRIVATE KEY" in manifest.text or "LS0tLS1CRUdJTi" in manifest.text


def hand_managed_ca_bundle(obj: WebhookConfiguration | CustomResourceDefinition | ApiService) -> Iterator[Problem]:
    """A CA is pasted into a webhook configuration, an APIService or a CRD's conversion."""
    if any(key.startswith(_INJECTORS) for key in obj.annotations):
        return
    for path in bundle_paths(obj):
        if entry(obj.at(*path), obj.get(*path), True):
            yield Problem(
                obj.at(*path), "a CA pasted in here must be replaced by hand when it ends; let an injector write it"
            )


def retired_certificate_tool(obj: Object) -> Iterator[Problem]:
    """A tool that nobody maintains, or an API that cert-manager no longer reads."""
    if obj.group == "certmanager.k8s.io":
        yield Problem(
            obj.at("apiVersion"), f"cert-manager does not read `{obj.group}` any more; the group is `cert-manager.io`"
        )
    if obj.group == "stable.k8s.psg.io":
        yield Problem(obj.at("apiVersion"), "kube-cert-manager is not maintained any more; cert-manager took its place")
    for key in obj.annotations:
        if key.startswith((_OLD, "stable.k8s.psg.io/kcm.")):
            yield Problem(
                obj.key("metadata", "annotations", key), f"nothing reads `{key}` any more", fix=_renamed(obj, key)
            )
    if isinstance(obj, Workload) and obj.pod is not None:
        yield from _retired_images(obj)


def _renamed(obj: Object, key: str) -> Fix | None:
    new = _MOVED.get(key)
    if new is None or new in obj.annotations:
        return None
    operation = Operation("rename", ("metadata", "annotations", key), new)
    return Fix(f"rename it to `{new}`", (Patch(obj, (operation,)),))


def _retired_images(workload: Workload) -> Iterator[Problem]:
    pod = workload.pod
    for container in pod.containers if pod else ():
        if "kube-" not in container.image:
            continue
        name = container.image.rpartition("/")[2].partition(":")[0].partition("@")[0]
        if name in _TOOLS:
            yield Problem(container.at("image"), f"`{name}` is not maintained any more; cert-manager took its place")
