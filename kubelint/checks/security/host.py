"""What a pod takes of its node: rights, namespaces, ports, folders, the container runtime."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from kubelint.finding import Fix, Place, Problem
from kubelint.kube.isolation import (
    Breach,
    every_container,
    host_namespaces,
    host_path_volumes,
    host_ports,
    host_processes,
    privileged,
)
from kubelint.kube.objects import mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Pod
from kubelint.pattern import regex
from kubelint.workspace import Workspace
from kubelint.workspace.edges import is_edge_pod
from kubelint.workspace.exemptions import NodeDaemonOptions, spare_node_daemons
from kubelint.workspace.mending import with_field, without_field

_ROOTS = frozenset(
    ["/", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/sys", "/usr", "/var", "/var/lib"]
)
_KEPT = regex(
    r"/(?:etc/kubernetes|var/lib/(?:kubelet|etcd|docker|containerd|containers|crio|cri-dockerd|rancher/(?:k3s|rke2)))"
    r"(?:/|\Z)"
).match
_RUNTIMES = r"(?:docker|containerd|crio|cri-dockerd|dockershim|podman)"
_SOCKET = regex(rf".*/{_RUNTIMES}\.sock\Z|.*pipe[\\/](?:docker_engine|containerd-containerd)\Z")
_SOCKET_FOLDER = regex(rf"(?:/var)?/run(?:/(?:k3s/)?{_RUNTIMES})?\Z")


class HostPathMountOptions(NamedTuple):
    """Options of ``host-path-mount``."""

    writable_only: bool = False
    """Whether volumes that every container mounts read-only are spared."""


def privileged_container(pod: Pod, workspace: Workspace, options: NodeDaemonOptions) -> Iterator[Problem]:
    """Container has all rights on the node."""
    breaches = chain(*map(privileged, every_container(pod)), host_processes(pod))
    found = (Problem(*breach[:2], fix=_withdraw(pod, breach)) for breach in breaches)
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def _withdraw(pod: Pod, breach: Breach) -> Fix:
    path = breach.place.path
    return with_field(pod.owner, path, False, f"set `{path[-1]}` to false", safe=False)


def host_namespace(pod: Pod, workspace: Workspace, options: NodeDaemonOptions) -> Iterator[Problem]:
    """Pod shares the node's processes, shared memory or network."""
    found = (
        Problem(*breach[:2], fix=_withdraw(pod, breach))
        for breach in host_namespaces(pod)
        if breach.place.path[-1] != "hostNetwork" or not is_edge_pod(pod)
    )
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def host_port(pod: Pod, workspace: Workspace, options: NodeDaemonOptions) -> Iterator[Problem]:
    """Container binds a port of the node."""
    found = (
        Problem(
            breach.place,
            f"{breach.message}: one pod per node, past every Service and policy",
            fix=without_field(pod.owner, breach.place.path, "take the port of the node away", safe=False),
        )
        for breach in chain.from_iterable(map(host_ports, pod.containers))
        if not pod.spec.get("hostNetwork") and not is_edge_pod(pod)
    )
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def container_runtime_socket(pod: Pod, workspace: Workspace, options: NodeDaemonOptions) -> Iterator[Problem]:
    """Pod mounts the container runtime's socket."""
    found = (
        Problem(place, f"mounts `{path}`, {_what(path)}: whoever reaches it is root on the node")
        for place, path in host_path_volumes(pod)
        if _runtime_socket(path)
    )
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def _runtime_socket(path: str) -> bool:
    plain = _plain(path)
    return bool(_SOCKET.match(plain) or _SOCKET_FOLDER.match(plain))


def _what(path: str) -> str:
    return "the container runtime's socket" if _SOCKET.match(path) else "the folder of the container runtime's socket"


def _plain(path: str) -> str:
    return "/" + posixpath.normpath(path).lstrip("/") if path.startswith("/") else path


def sensitive_host_path(pod: Pod, workspace: Workspace, options: NodeDaemonOptions) -> Iterator[Problem]:
    """Pod mounts a folder that the node itself depends on."""
    found = (
        Problem(place, f"mounts `{path}` of the node, on which the node itself depends")
        for place, path in host_path_volumes(pod)
        if _sensitive(pod, place, path)
    )
    return spare_node_daemons(found, pod, workspace, options.node_daemons)


def _sensitive(pod: Pod, place: Place, path: str) -> bool:
    plain = _plain(path)
    if plain == "/lib/modules":
        return not _read_only(pod, place)
    return not _runtime_socket(path) and (plain in _ROOTS or bool(_KEPT(plain)))


def host_path_mount(pod: Pod, options: HostPathMountOptions) -> Iterator[Problem]:
    """Pod mounts any other file or folder of the node."""
    for place, path in host_path_volumes(pod):
        if unrendered(path) or _runtime_socket(path) or _sensitive(pod, place, path):
            continue
        if not (options.writable_only and _read_only(pod, place)):
            yield Problem(place, f"mounts `{path}` of the node: it ties the pod to this node and its files")


def _read_only(pod: Pod, place: Place) -> bool:
    name = mapping(pod.spec["volumes"][place.path[-3]]).get("name")
    return all(
        mapping(mount).get("readOnly") is True
        for container in (*pod.containers, *pod.init_containers)
        for mount in sequence(container.get("volumeMounts"))
        if mapping(mount).get("name") == name
    )
