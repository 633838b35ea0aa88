"""Pods and containers: views on the pod templates of workloads, with effective values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kubelint.finding import Path, Place
from kubelint.kube.objects import dig, mapping, sequence

if TYPE_CHECKING:
    from kubelint.kube.kinds import Workload


class Pod:
    """A pod template with its owner; of a bare Pod the Pod itself (``path`` is then empty).

    ``path`` leads from the owner's root to the mapping that holds ``metadata`` and ``spec``.
    """

    def __init__(self, owner: Workload, path: Path) -> None:
        self.owner = owner
        self.path = path
        self.data: dict[str, Any] = mapping(dig(owner.data, *path))
        self.metadata: dict[str, Any] = mapping(self.data.get("metadata"))
        self.spec: dict[str, Any] = mapping(self.data.get("spec"))

    @property
    def labels(self) -> dict[str, Any]:
        """The labels that the pods will carry."""
        return mapping(self.metadata.get("labels"))

    @property
    def annotations(self) -> dict[str, Any]:
        """The annotations that the pods will carry."""
        return mapping(self.metadata.get("annotations"))

    @property
    def windows(self) -> bool:
        """Whether the pod says that it runs on Windows."""
        selector = mapping(self.spec.get("nodeSelector"))
        os_name = dig(self.spec, "os", "name")
        return "windows" in (os_name, selector.get("kubernetes.io/os"), selector.get("beta.kubernetes.io/os"))

    @cached_property
    def containers(self) -> list[Container]:
        """App containers: the ordinary ones, then the sidecars."""
        return self._listed("containers") + [c for c in self._init if c.sidecar]

    @cached_property
    def init_containers(self) -> list[InitContainer]:
        """Plain init containers, which run to completion one after the other."""
        return [c for c in self._init if not c.sidecar]

    @cached_property
    def _init(self) -> list[InitContainer]:
        return self._listed("initContainers", InitContainer)

    def _listed(self, field: str, view: type[Any] | None = None) -> list[Any]:
        items = sequence(self.spec.get(field))
        kind = view or Container
        return [kind(self, field, number, item) for number, item in enumerate(items) if isinstance(item, dict)]

    def at(self, *path: str | int) -> Place:
        """A place below the template's ``spec``."""
        return Place(self.owner, (*self.path, "spec", *path))

    def key(self, *path: str | int) -> Place:
        """A key below the template's ``spec``."""
        return Place(self.owner, (*self.path, "spec", *path), key=True)


class Container:
    """A container of a pod."""

    def __init__(self, pod: Pod, field: str, number: int, data: dict[str, Any]) -> None:
        self.pod = pod
        self.field = field
        self.number = number
        self.data = data
        name, image = data.get("name"), data.get("image")
        self.name: str = name if isinstance(name, str) else ""
        self.image: str = image if isinstance(image, str) else ""

    @property
    def sidecar(self) -> bool:
        """Whether it is an init container that keeps running (``restartPolicy: Always``)."""
        return self.field == "initContainers" and self.data.get("restartPolicy") == "Always"

    @property
    def ports(self) -> list[dict[str, Any]]:
        """The declared ports."""
        return [port for port in sequence(self.data.get("ports")) if isinstance(port, dict)]

    @property
    def security(self) -> dict[str, Any]:
        """The container's own ``securityContext``."""
        return mapping(self.data.get("securityContext"))

    def effective(self, field: str) -> Any:
        """A security setting's effective value: the container's own, else the pod's."""
        own = self.security.get(field)
        return own if own is not None else mapping(self.pod.spec.get("securityContext")).get(field)

    def effective_at(self, field: str) -> Place:
        """Where the effective value of a security setting stands; the nearest mapping that lacks it, where unset."""
        pod_value = mapping(self.pod.spec.get("securityContext")).get(field)
        if self.security.get(field) is None and pod_value is not None:
            return self.pod.at("securityContext", field)
        return self.at("securityContext", field)

    def get(self, *path: str | int) -> Any:
        """The value at a path below the container, or None."""
        return dig(self.data, *path)

    def at(self, *path: str | int) -> Place:
        """A place below the container; the container's first line for the empty path."""
        return self.pod.at(self.field, self.number, *path)

    def key(self, *path: str | int) -> Place:
        """A key below the container."""
        return self.pod.key(self.field, self.number, *path)


class InitContainer(Container):
    """An init container; the views that checks get are plain ones, sidecars count as ordinary containers."""
