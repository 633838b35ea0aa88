"""Flags of the control plane and of etcd and kubelet, by the CIS Kubernetes Benchmark."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kubelint.finding import Place, Problem
from kubelint.kube.objects import sequence
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container

Judge = Callable[[str | None], bool]
"""Whether a flag's value (None where it is not given) is as it should be."""


class Flag(NamedTuple):
    """What the benchmark asks of one flag."""

    name: str
    right: Judge
    wanted: str


def _given(name: str) -> Flag:
    return Flag(name, lambda value: bool(value), "has to be given")


def _absent(name: str) -> Flag:
    return Flag(name, lambda value: value is None, "may not be given")


def _is(name: str, wanted: str) -> Flag:
    return Flag(name, lambda value: value is not None and value.lower() == wanted, f"has to be `{wanted}`")


def _not(name: str, unwanted: str) -> Flag:
    return Flag(name, lambda value: value is None or value.lower() != unwanted, f"may not be `{unwanted}`")


def _least(name: str, least: int) -> Flag:
    return Flag(name, lambda value: str(value).isdigit() and int(str(value)) >= least, f"has to be {least} or more")


def _holds(name: str, item: str) -> Flag:
    return Flag(name, lambda value: item in _items(value), f"has to hold `{item}`")


def _lacks(name: str, item: str) -> Flag:
    return Flag(name, lambda value: item not in _items(value), f"may not hold `{item}`")


def _items(value: str | None) -> list[str]:
    return [item.strip() for item in (value or "").split(",")]


_ADMISSION, _NO_ADMISSION = "enable-admission-plugins", "disable-admission-plugins"
_FLAGS: dict[str, tuple[Flag, ...]] = {
    "kube-apiserver": (
        _is("anonymous-auth", "false"),
        *map(_absent, ("basic-auth-file", "token-auth-file", "insecure-bind-address")),
        _not("kubelet-https", "false"),
        *map(_given, ("kubelet-client-certificate", "kubelet-client-key", "kubelet-certificate-authority")),
        _lacks("authorization-mode", "AlwaysAllow"),
        *(_holds("authorization-mode", mode) for mode in ("Node", "RBAC")),
        *(_holds(_ADMISSION, plugin) for plugin in ("EventRateLimit", "AlwaysPullImages", "NodeRestriction")),
        _lacks(_ADMISSION, "AlwaysAdmit"),
        *(_lacks(_NO_ADMISSION, plugin) for plugin in ("ServiceAccount", "NamespaceLifecycle")),
        _not("secure-port", "0"),
        _is("profiling", "false"),
        _given("audit-log-path"),
        *(_least(f"audit-log-{name}", least) for name, least in (("maxage", 30), ("maxbackup", 10), ("maxsize", 100))),
        _not("service-account-lookup", "false"),
        *map(_given, ("service-account-key-file", "etcd-certfile", "etcd-keyfile", "etcd-cafile")),
        *map(_given, ("tls-cert-file", "tls-private-key-file", "client-ca-file", "encryption-provider-config")),
    ),
    "kube-controller-manager": (
        _given("terminated-pod-gc-threshold"),
        _is("profiling", "false"),
        _is("use-service-account-credentials", "true"),
        *map(_given, ("service-account-private-key-file", "root-ca-file")),
        _lacks("feature-gates", "RotateKubeletServerCertificate=false"),
        _is("bind-address", "127.0.0.1"),
    ),
    "kube-scheduler": (_is("profiling", "false"), _is("bind-address", "127.0.0.1")),
    "etcd": (
        *map(_given, ("cert-file", "key-file", "peer-cert-file", "peer-key-file")),
        *(_is(name, "true") for name in ("client-cert-auth", "peer-client-cert-auth")),
        *(_not(name, "true") for name in ("auto-tls", "peer-auto-tls")),
    ),
    "kubelet": (
        _is("anonymous-auth", "false"),
        _lacks("authorization-mode", "AlwaysAllow"),
        _given("client-ca-file"),
        _is("read-only-port", "0"),
        _not("streaming-connection-idle-timeout", "0"),
        _not("make-iptables-util-chains", "false"),
        _absent("hostname-override"),
        _not("rotate-certificates", "false"),
        _lacks("feature-gates", "RotateKubeletServerCertificate=false"),
    ),
}


def insecure_control_plane_flag(container: Container) -> Iterator[Problem]:
    """A component of the control plane does not run as the benchmark asks."""
    words = list(_words(container))
    program = next((posixpath.basename(word) for word, _ in words if posixpath.basename(word) in _FLAGS), None)
    if program is None or any(word.startswith("--config") for word, _ in words):
        return
    given = {name: (value, place) for name, value, place in map(_split, words)}
    for flag in _FLAGS[program]:
        value, place = given.get(flag.name, (None, container.at("command")))
        if not unrendered(value) and not flag.right(value):
            said = f"`--{flag.name}={value}`" if value is not None else f"`--{flag.name}` is not given"
            yield Problem(place, f"{program}: {said}; it {flag.wanted}")


def _words(container: Container) -> Iterator[tuple[str, Place]]:
    for field in ("command", "args"):
        for number, word in enumerate(sequence(container.get(field))):
            if isinstance(word, str):
                yield word, container.at(field, number)


def _split(given: tuple[str, Place]) -> tuple[str, str, Place]:
    word, place = given
    name, equals, value = word.lstrip("-").partition("=")
    return name, value if equals else "true", place
