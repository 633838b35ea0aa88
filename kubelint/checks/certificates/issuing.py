"""Whether certificates can and will be issued: issuers that exist, requests that make sense, one writer per Secret."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kubelint.finding import Fix, Operation, Patch, Place, Problem, Related
from kubelint.kube.kinds import Certificate, Gateway, GatewayRoute, Ingress, Issuer, Secret
from kubelint.kube.material import material
from kubelint.kube.objects import Object, dig, mapping, sequence
from kubelint.kube.placeholders import unrendered
from kubelint.workspace import Answer, Workspace
from kubelint.workspace.hosts import public

GROUP = "cert-manager.io"
ISSUER, CLUSTER_ISSUER = f"{GROUP}/issuer", f"{GROUP}/cluster-issuer"
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_NAMES = ("commonName", "dnsNames", "uris", "emailAddresses", "ipAddresses", "otherNames", "literalSubject")


class Reference(NamedTuple):
    """Who is to issue, and where that is said."""

    kind: str
    name: str
    place: Place


def references(obj: Object) -> Iterator[Reference]:
    """The cert-manager issuers that an object names; external ones, of another group, are not among them."""
    if isinstance(obj, Certificate):
        ref = mapping(obj.spec.get("issuerRef"))
        if isinstance(ref.get("name"), str) and ref.get("group", GROUP) == GROUP:
            yield Reference(str(ref.get("kind", "Issuer")), ref["name"], obj.at("spec", "issuerRef", "name"))
        return
    if f"{GROUP}/issuer-group" in obj.annotations:
        return
    for key, kind in ((ISSUER, "Issuer"), (CLUSTER_ISSUER, "ClusterIssuer")):
        name = obj.annotations.get(key)
        if isinstance(name, str) and name:
            kind = str(obj.annotations.get(f"{GROUP}/issuer-kind", kind)) if key == ISSUER else kind
            yield Reference(kind, name, obj.at("metadata", "annotations", key))


def dangling_issuer(obj: Ingress | Gateway | Certificate, workspace: Workspace) -> Iterator[Problem]:
    """The issuer provably does not exist."""
    for ref in references(obj):
        answer = workspace.resolve(GROUP, ref.kind, ref.name, obj)
        if answer.wrong:
            yield _dangling(ref, answer)
        elif not answer.found and (other := _of_other_kind(ref, obj, workspace)):
            message = f"there is no {ref.kind} `{ref.name}`; a {other.kind} of that name exists"
            yield Problem(ref.place, message, (Related(other.at("metadata", "name"), "the one that exists"),))


def _dangling(ref: Reference, answer: Answer) -> Problem:
    related = (Related(answer.nearest.at("metadata", "name"), "the nearest"),) if answer.nearest else ()
    fix = None
    if answer.nearest is not None and answer.nearest.name != ref.name:
        operation = Operation("replace", ref.place.path, answer.nearest.name)
        fix = Fix(f"name `{answer.nearest.name}`", (Patch(ref.place.subject, (operation,)),), safe=False)
    hint = f"; {answer.hint}" if answer.hint else ""
    return Problem(ref.place, f"there is no {ref.kind} `{ref.name}`{hint}", related, fix, answer.severity)


def _of_other_kind(ref: Reference, obj: Object, workspace: Workspace) -> Object | None:
    other = {"Issuer": "ClusterIssuer", "ClusterIssuer": "Issuer"}.get(ref.kind)
    return workspace.find(GROUP, other, ref.name, obj) if other else None


def missing_tls_secret(obj: Ingress | Gateway, workspace: Workspace) -> Iterator[Problem]:
    """Nothing given is the Secret, or would make it."""
    for name, namespace, place in secret_references(obj):
        answer = workspace.resolve("", "Secret", name, obj, namespace)
        if answer.wrong:
            yield _missing(name, place, answer.hint, answer)
        elif not answer.found and _issued_beside(obj, workspace) and not _brought(obj, name):
            yield _missing(name, place, "no Certificate of this namespace writes it", answer)


def _missing(name: str, place: Place, hint: str, answer: Answer) -> Problem:
    message = f"no Secret `{name}` is given, and nothing that would make it" + (f"; {hint}" if hint else "")
    return Problem(place, message, severity=answer.severity)


def _issued_beside(obj: Object, workspace: Workspace) -> bool:
    """Whether certificates of this namespace are asked for by Certificates in the same folder, where one is lacking."""
    home, folder = workspace.namespace(obj), posixpath.dirname(obj.file)
    beside = (found for found in workspace.of(Certificate) if posixpath.dirname(found.file) == folder)
    return any(workspace.namespace(certificate) == home for certificate in beside)


def _brought(obj: Object, name: str) -> bool:
    """Whether an add-on or a shim brings the Secret."""
    return name.startswith("keyvault-") or obj.annotations.get("kubernetes.io/tls-acme") == "true"


def secret_references(obj: Object) -> Iterator[tuple[str, str | None, Place]]:
    """The TLS Secrets that an Ingress or a Gateway names: name, namespace where it is said, place."""
    if isinstance(obj, Ingress):
        for number, item in enumerate(sequence(obj.spec.get("tls"))):
            name = dig(item, "secretName")
            if isinstance(name, str) and name and not unrendered(name):
                yield name, None, obj.at("spec", "tls", number, "secretName")
        return
    for number, listener in enumerate(sequence(obj.spec.get("listeners"))):
        for index, ref in enumerate(sequence(dig(listener, "tls", "certificateRefs"))):
            name, space = dig(ref, "name"), dig(ref, "namespace")
            if isinstance(name, str) and name and dig(ref, "kind") in (None, "Secret"):
                place = obj.at("spec", "listeners", number, "tls", "certificateRefs", index, "name")
                yield name, space if isinstance(space, str) else None, place


def untrusted_issuer(obj: Ingress | Gateway | Certificate, workspace: Workspace) -> Iterator[Problem]:
    """A public host gets a certificate that browsers refuse."""
    hosts = [host for host in names_of(obj) if public(host) and "." in host and not unrendered(host)]
    for ref in references(obj) if hosts and obj.spec.get("isCA") is not True else ():
        issuer = workspace.find(GROUP, ref.kind, ref.name, obj)
        if issuer is not None and (why := _untrusted(issuer)):
            related = (Related(issuer.at("spec"), "the issuer"),)
            yield Problem(ref.place, f"browsers refuse what `{ref.name}` issues for `{hosts[0]}`: {why}", related)


def _untrusted(issuer: Object) -> str:
    server = dig(issuer.spec, "acme", "server")
    if isinstance(server, str) and "staging" in server:
        return "it is a staging authority"
    return "it signs each certificate with its own key" if "selfSigned" in issuer.spec else ""


def names_of(obj: Object) -> list[str]:
    """The host names that an object asks certificates for."""
    if isinstance(obj, Certificate):
        found = [obj.spec.get("commonName"), *sequence(obj.spec.get("dnsNames"))]
    elif isinstance(obj, Ingress):
        found = [host for item in sequence(obj.spec.get("tls")) for host in sequence(dig(item, "hosts"))]
    else:
        found = [dig(listener, "hostname") for listener in sequence(obj.spec.get("listeners"))]
    return [host for host in found if isinstance(host, str)]


def unissuable_certificate(
    obj: Ingress | Gateway | GatewayRoute | Certificate | Issuer, workspace: Workspace
) -> Iterator[Problem]:
    """Nothing will ever be issued."""
    if isinstance(obj, Issuer):
        yield from _dead_endpoint(obj)
    elif isinstance(obj, GatewayRoute):
        yield from _ignored_annotation(obj)
    elif isinstance(obj, Certificate):
        yield from _of_certificate(obj)
        yield from _wildcards(obj, obj.at("spec", "dnsNames"), workspace)
    else:
        yield from _of_annotations(obj)
        place = obj.at("spec", "tls") if isinstance(obj, Ingress) else obj.at("spec", "listeners")
        yield from _wildcards(obj, place, workspace)


def _dead_endpoint(issuer: Issuer) -> Iterator[Problem]:
    server = dig(issuer.spec, "acme", "server")
    if isinstance(server, str) and "acme-v01.api.letsencrypt.org" in server:
        place = issuer.at("spec", "acme", "server")
        yield Problem(place, "the ACME v1 endpoint is switched off; the address is `acme-v02.api.letsencrypt.org`")


def _ignored_annotation(route: GatewayRoute) -> Iterator[Problem]:
    for key in (ISSUER, CLUSTER_ISSUER):
        if key in route.annotations:
            place = route.key("metadata", "annotations", key)
            yield Problem(place, f"cert-manager does not look at a {route.kind}; the annotation belongs on the Gateway")


def _of_annotations(obj: Object) -> Iterator[Problem]:
    if obj.annotations.get(ISSUER) and obj.annotations.get(CLUSTER_ISSUER):
        place = obj.key("metadata", "annotations", CLUSTER_ISSUER)
        yield Problem(place, "`issuer` and `cluster-issuer` exclude each other: nothing is issued")
    if not isinstance(obj, Ingress) or not any(obj.annotations.get(key) for key in (ISSUER, CLUSTER_ISSUER)):
        return
    for number, item in enumerate(sequence(obj.spec.get("tls"))):
        if dig(item, "secretName") and not dig(item, "hosts"):
            yield Problem(
                obj.at("spec", "tls", number), "cert-manager skips an entry without `hosts`: nothing is issued"
            )


def _of_certificate(certificate: Certificate) -> Iterator[Problem]:
    spec = certificate.spec
    if spec and not any(spec.get(name) for name in _NAMES):
        yield Problem(certificate.at("spec"), "asks for no name at all; cert-manager refuses it")
    common = spec.get("commonName")
    if isinstance(common, str) and len(common) > 64 and not unrendered(common):
        yield Problem(
            certificate.at("spec", "commonName"), f"has {len(common)} characters; a common name has at most 64"
        )
    yield from _lifetimes(certificate)


def _lifetimes(certificate: Certificate) -> Iterator[Problem]:
    life = seconds(certificate.spec.get("duration", "2160h"))
    before = seconds(certificate.spec.get("renewBefore"))
    if life is not None and life < 3600:
        yield Problem(certificate.at("spec", "duration"), "lives less than an hour, the least that cert-manager issues")
    if before is not None and before < 300:
        yield Problem(
            certificate.at("spec", "renewBefore"), "is less than five minutes, the least that cert-manager takes"
        )
    elif before is not None and life is not None and before >= life:
        yield Problem(certificate.at("spec", "renewBefore"), "is not shorter than the certificate's life")


def seconds(duration: Any) -> float | None:
    """A Go duration in seconds; None for what is none."""
    if not isinstance(duration, str) or _DURATION.sub("", duration):
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in _DURATION.findall(duration))


def _wildcards(obj: Object, place: Place, workspace: Workspace) -> Iterator[Problem]:
    wild = next((host for host in names_of(obj) if host.startswith("*.")), None)
    for ref in references(obj) if wild else ():
        issuer = workspace.find(GROUP, ref.kind, ref.name, obj)
        solvers = sequence(dig(issuer.spec, "acme", "solvers")) if issuer else []
        if issuer and solvers and all(isinstance(s, dict) and "http01" in s and "dns01" not in s for s in solvers):
            related = (Related(issuer.at("spec", "acme", "solvers"), "its solvers"),)
            yield Problem(
                place, f"`{ref.name}` solves HTTP-01 only, which proves no wildcard such as `{wild}`", related
            )


class Writer(NamedTuple):
    """Who writes a TLS Secret."""

    owner: Object
    namespace: str
    secret: str
    place: Place
    what: str
    hosts: frozenset[str] | None
    """Of an Ingress: the hosts that it asks for; Ingresses that ask for the same share a Certificate."""


def contested_tls_secret(workspace: Workspace) -> Iterator[Problem]:
    """Two makers write one Secret."""
    first: dict[tuple[str, str], Writer] = {}
    for writer in _writers(workspace):
        known = first.setdefault((writer.namespace, writer.secret), writer)
        if known is writer or (known.hosts is not None and known.hosts == writer.hosts):
            continue
        if workspace.index.beside(known.owner, writer.owner):
            message = f"{writer.what} and {known.what} both write the Secret `{writer.secret}`"
            yield Problem(writer.place, message, (Related(known.place, f"{known.what} writes it too"),))


def _writers(workspace: Workspace) -> Iterator[Writer]:
    space = workspace.namespace
    for certificate in workspace.of(Certificate):
        name, place = certificate.spec.get("secretName"), certificate.at("spec", "secretName")
        yield Writer(certificate, space(certificate), str(name), place, f"the Certificate `{certificate.name}`", None)
    for ingress in workspace.of(Ingress):
        if any(references(ingress)):
            yield from _shims(ingress, space(ingress))
    for external in workspace.of_kind("external-secrets.io", "ExternalSecret"):
        name, place = dig(external.spec, "target", "name") or external.name, external.at("spec", "target", "name")
        yield Writer(external, space(external), str(name), place, f"the ExternalSecret `{external.name}`", None)
    for secret in workspace.of(Secret):
        if any(held.certificate for held in material(secret)):
            place = secret.at("metadata", "name")
            yield Writer(secret, space(secret), secret.name, place, "a Secret written by hand", None)


def _shims(ingress: Ingress, home: str) -> Iterator[Writer]:
    for number, item in enumerate(sequence(ingress.spec.get("tls"))):
        name, hosts = dig(item, "secretName"), sequence(dig(item, "hosts"))
        if isinstance(name, str) and hosts:
            place = ingress.at("spec", "tls", number, "secretName")
            yield Writer(ingress, home, name, place, f"the Ingress `{ingress.name}`", frozenset(map(str, hosts)))
