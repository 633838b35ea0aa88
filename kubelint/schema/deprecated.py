"""Fields, annotations and node labels that have a successor, as judges beside the server's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from kubelint.finding import Fault, Operation, Path
from kubelint.kube.names import dns_subdomain
from kubelint.kube.objects import mapping
from kubelint.kube.versions import name as version_name
from kubelint.schema.bundle import data_folder
from kubelint.schema.server.registry import Context, judges

_CORE = "io.k8s.api.core.v1."
_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_CLASS = "kubernetes.io/ingress.class"
_GONE_LABEL = "node-role.kubernetes.io/master"


class Deprecated(NamedTuple):
    """One thing with a successor."""

    what: str
    since: int
    until: int
    instead: str
    kind: str

    def holds(self, context: Context) -> bool:
        """Whether it is deprecated in a version, on this kind."""
        return self.since <= context.minor < self.until and self.kind in ("", context.kind)

    def fault(self, path: Path, key: bool = True) -> Fault:
        """The fault at the key, or at the value that names it."""
        since = f" since Kubernetes {version_name(self.since)}" if self.since else ""
        return Fault("deprecated-field", path, f"`{self.what}` is deprecated{since}; use {self.instead}", key=key)


@cache
def _table() -> dict[str, dict[str, list[Deprecated]]]:
    """Deprecated things: fields by definition, annotations and labels under those words."""
    found: dict[str, dict[str, list[Deprecated]]] = {}
    for line in (data_folder() / "deprecated-fields.tsv").read_text("utf-8").splitlines():
        if line[0] != "#":
            sort, name, since, until, instead, kind = (line + "\t").split("\t")[:6]
            home, _, what = name.rpartition(" ")
            entry = Deprecated(what, _minor(since, 0), _minor(until, 1000), instead, kind)
            found.setdefault(home or sort, {}).setdefault(what, []).append(entry)
    return found


def _minor(version: str, default: int) -> int:
    return int(version.partition(".")[2]) if version else default


def fields_of(value: dict[str, Any], context: Context, definition: str) -> Iterable[Fault]:
    """The deprecated fields of a value."""
    known = _table()[definition]
    if known.keys().isdisjoint(value):
        return ()
    return [entry.fault((field,)) for field, (entry,) in known.items() if field in value and entry.holds(context)]


@judges(_CORE + "Volume")
def volume(value: dict[str, Any], context: Context) -> Iterable[Fault]:
    """Volume plugins inside Kubernetes itself."""
    return fields_of(value, context, _CORE + "Volume")


@judges(_CORE + "PersistentVolumeSpec")
def persistent_volume(value: dict[str, Any], context: Context) -> Iterable[Fault]:
    """Volume plugins inside Kubernetes itself."""
    return fields_of(value, context, _CORE + "PersistentVolumeSpec")


@judges(_CORE + "ServiceSpec")
def service(value: dict[str, Any], context: Context) -> Iterator[Fault]:
    """Fields of a Service, and the old name of a value."""
    yield from fields_of(value, context, _CORE + "ServiceSpec")
    if value.get("trafficDistribution") == "PreferClose" and context.minor >= 35:
        path = ("trafficDistribution",)
        message = "`PreferClose` is deprecated since Kubernetes 1.35; use `PreferSameZone`"
        mend = (Operation("replace", path, "PreferSameZone"),)
        yield Fault("deprecated-field", path, message, key=True, operations=mend, title="write `PreferSameZone`")


@judges(_CORE + "PodSpec")
def pod(value: dict[str, Any], context: Context) -> Iterator[Fault]:
    """The old name of the service account, and old node labels."""
    for fault in fields_of(value, context, _CORE + "PodSpec"):
        yield _renamed(fault, "serviceAccountName", value)
    for label in mapping(value.get("nodeSelector")):
        for entry in _table()["label"].get(label, ()):
            if entry.holds(context):
                yield _renamed(entry.fault(("nodeSelector", label)), entry.instead.strip("`"), value["nodeSelector"])


def _renamed(fault: Fault, name: str, siblings: dict[str, Any]) -> Fault:
    """The fault with its fix; the name of a role that is gone means other nodes than its successor may."""
    safe = fault.path[-1] != _GONE_LABEL
    if name in siblings:
        if siblings[name] != siblings[str(fault.path[-1])]:
            return fault
        mend = Operation("remove", fault.path)
        return fault._replace(operations=(mend,), title=f"leave it to `{name}`", safe=safe)
    return fault._replace(operations=(Operation("rename", fault.path, name),), title=f"rename to `{name}`", safe=safe)


@judges(_CORE + "NodeSelectorRequirement")
def requirement(value: dict[str, Any], context: Context) -> Iterator[Fault]:
    """Old node labels that a node affinity asks for."""
    return _label_value(value, "key", context)


@judges(_CORE + "TopologySpreadConstraint", _CORE + "PodAffinityTerm")
def topology(value: dict[str, Any], context: Context) -> Iterator[Fault]:
    """Old node labels that name a topology."""
    return _label_value(value, "topologyKey", context)


def _label_value(value: dict[str, Any], field: str, context: Context) -> Iterator[Fault]:
    label = value.get(field, "")
    for entry in _table()["label"].get(label, ()):
        if entry.holds(context) and label != _GONE_LABEL:
            name = entry.instead.strip("`")
            mend = (Operation("replace", (field,), name),)
            yield entry.fault((field,), key=False)._replace(operations=mend, title=f"write `{name}`")


@judges(_META)
def metadata(value: dict[str, Any], context: Context) -> Iterable[Fault]:
    """Annotations that a field has replaced; that of the class is the Ingress's own affair."""
    return _annotated(value["annotations"], context) if value.get("annotations") else ()


def _annotated(annotations: dict[str, str], context: Context) -> Iterator[Fault]:
    for name in annotations:
        for entry in _annotation(name):
            if entry.holds(context) and name != _CLASS:
                yield entry._replace(what=name).fault(("annotations", name))


@judges("io.k8s.api.networking.v1.Ingress")
def ingress(value: dict[str, Any], context: Context) -> Iterator[Fault]:
    """The class as an annotation. GKE still reads nothing but that."""
    annotations = mapping(mapping(value.get("metadata")).get("annotations"))
    name = annotations.get(_CLASS)
    if isinstance(name, str) and not name.startswith("gce"):
        for entry in _annotation(_CLASS):
            if entry.holds(context):
                fault = entry.fault(("metadata", "annotations", _CLASS))
                gone = fault.path if len(annotations) > 1 else fault.path[:-1]
                yield _to_field(fault, name, mapping(value.get("spec")), gone)


def _to_field(fault: Fault, name: str, spec: dict[str, Any], gone: Path) -> Fault:
    """The fault with its fix: unsafe, as an IngressClass of that name has to exist."""
    said = spec.get("ingressClassName")
    if dns_subdomain(name) or said not in (None, name):
        return fault
    field = () if said else (Operation("add", ("spec", "ingressClassName"), name),)
    mend = (*field, Operation("remove", gone))
    return fault._replace(operations=mend, title="name the class in `ingressClassName`", safe=bool(said))


@lru_cache(4096)
def _annotation(name: str) -> list[Deprecated]:
    known = _table()["annotation"]
    return known.get(name) or known.get(name.partition("/")[0] + "/", [])
