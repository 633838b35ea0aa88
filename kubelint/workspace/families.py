"""What an ingress controller or gateway is to the path of traffic, and the list of those that are known."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from kubelint.finding import Place
from kubelint.kube.kinds import Ingress
from kubelint.kube.objects import GroupKind, Object
from kubelint.workspace.entries import UNKNOWN, Entry, Scope, Verdict
from kubelint.workspace.hosts import covered
from kubelint.workspace.ingresses import tls_hosts

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace


class Family:
    """A controller and the kinds of entry points that are its own."""

    name: ClassVar[str] = ""
    kinds: ClassVar[tuple[GroupKind, ...]] = ()

    def entries(self, obj: Object, workspace: Workspace) -> Iterator[Entry]:
        """The entry points that an object of these kinds opens."""
        yield from ()


class IngressFamily(Family):
    """A controller that serves Ingress objects."""

    annotation_classes: ClassVar[tuple[str, ...]] = ()
    """Values of the annotation ``kubernetes.io/ingress.class``."""
    field_classes: ClassVar[tuple[str, ...]] = ()
    """Names that its IngressClass has by convention."""
    controllers: ClassVar[tuple[str, ...]] = ()
    """Values of IngressClass ``spec.controller``; what ends in ``/`` is a prefix."""
    prefixes: ClassVar[tuple[str, ...]] = ()
    """Beginnings of annotation keys that nobody else reads."""
    known: ClassVar[frozenset[str]] = frozenset()
    """Annotation keys that it reads."""
    open_prefixes: ClassVar[tuple[str, ...]] = ()
    """Beginnings of keys that people complete themselves (``actions.<name>``)."""
    retired: ClassVar[str] = ""
    """Since when and with what successor, where the controller is no longer maintained."""

    rarer: ClassVar[bool] = False
    """Whether a class name that it shares with another controller more often means the other."""

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """What a request to this host of the Ingress meets; unknown, unless a family knows better."""
        return UNKNOWN

    def scope(self, ingress: Ingress, workspace: Workspace) -> Scope | None:
        """Whether its load balancer is open to the Internet."""
        return None

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """Whether TLS is configured for this host: by contract ``spec.tls[].hosts`` are the certificate's names."""
        patterns = tls_hosts(ingress)
        if not host or patterns is None:
            return None
        return covered(patterns, host) or workspace.traffic.covered_elsewhere(host, ingress)

    def brings_certificate(self, ingress: Ingress) -> bool:
        """Whether a valid certificate is served where ``spec.tls`` names no Secret."""
        return False

    def tls_place(self, ingress: Ingress) -> Place | None:
        """Where the Ingress asks for its certificate; None without."""
        return ingress.at("spec", "tls") if ingress.spec.get("tls") else None

    def point(self, ingress: Ingress) -> str:
        """What Ingresses share that share hosts and paths."""
        return self.name


class OffloadedFamily(IngressFamily):
    """TLS ends in front of the controller, with certificates that stand in no manifest."""

    def covered(self, ingress: Ingress, host: str, workspace: Workspace) -> bool | None:
        """Whatever ``spec.tls`` says: certificates are found by host."""
        return None

    def tls_place(self, ingress: Ingress) -> Place | None:
        """Where nothing else names the certificate, ``spec`` stands for it."""
        return super().tls_place(ingress) or ingress.at("spec")

    def brings_certificate(self, ingress: Ingress) -> bool:
        """That of the load balancer or the edge."""
        return True


@functools.cache
def families() -> tuple[Family, ...]:
    """One of each family, from all modules of ``controllers/``."""
    package = importlib.import_module("kubelint.workspace.controllers")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return tuple(
        cls()
        for module in modules
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, Family) and cls.__module__ == module.__name__ and cls.name
    )


@functools.cache
def ingress_families() -> tuple[IngressFamily, ...]:
    """The families that serve Ingress objects."""
    return tuple(family for family in families() if isinstance(family, IngressFamily))


@functools.cache
def families_by_kind() -> dict[GroupKind, Family]:
    """The families by the kinds that are theirs."""
    return {kind: family for family in families() for kind in family.kinds}


@functools.cache
def owner_of_annotation(key: str) -> IngressFamily | None:
    """The family that alone reads an annotation; None for those that nobody or several read."""
    return next((family for family in ingress_families() if key.startswith(family.prefixes)), None)
