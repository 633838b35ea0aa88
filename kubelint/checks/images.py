"""Images: which build a container will run, where it comes from, and whether it can be pulled at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from kubelint.finding import Fix, Problem
from kubelint.kube.images import Image, image_fault, split_image
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Container, InitContainer
from kubelint.pattern import regex
from kubelint.workspace import Workspace
from kubelint.workspace.mending import with_field

_MOVING = frozenset(
    ["latest", "main", "master", "develop", "dev", "edge", "nightly", "unstable", "canary", "head", "trunk", "snapshot"]
)
_INJECTED = "auto"
"""What Istio's injection replaces."""

_PLACEHOLDER = regex(
    r"[A-Z]{2,}[A-Z0-9]*(?:[-_][A-Z0-9]+)+\Z|(?:IMAGE|IMG|TAG|REGISTRY|REPO|REPOSITORY|PROJECT|VERSION|NAME|OWNER|ORG|USER|USERNAME"
    r"|ACCOUNT|REGION|PLACEHOLDER)\Z"
).match
"""Parts of a reference that samples leave to the reader (``gcr.io/PROJECT_ID/web``)."""

_RETIRED = {
    "k8s.gcr.io/": ("registry.k8s.io/", "frozen since April 2023"),
    "gcr.io/google_containers/": ("registry.k8s.io/", "frozen"),
    "gcr.io/google-containers/": ("registry.k8s.io/", "frozen"),
    "gcr.io/k8s-artifacts-prod/": ("registry.k8s.io/", "frozen"),
    "us.gcr.io/k8s-artifacts-prod/": ("registry.k8s.io/", "frozen"),
    "eu.gcr.io/k8s-artifacts-prod/": ("registry.k8s.io/", "frozen"),
    "asia.gcr.io/k8s-artifacts-prod/": ("registry.k8s.io/", "frozen"),
    "docker.pkg.github.com/": ("ghcr.io/", "replaced by GitHub's container registry"),
}
_SHUT_DOWN = {"bintray.io": "May 2021", "registry.svc.ci.openshift.org": "2021", "gcr.io/kubernetes-helm": "2021"}


class LatestTagOptions(NamedTuple):
    """Options of ``latest-tag``."""

    tags: Sequence[str] = ("latest",)
    """The tags that count as no tag."""


class StaleImageOptions(NamedTuple):
    """Options of ``stale-image``."""

    fixed_tags: bool = False
    """Whether ``Always`` is wanted for every tag."""


class UntrustedRegistryOptions(NamedTuple):
    """Options of ``untrusted-registry``."""

    registries: Sequence[str] = ()
    """The registries that are trusted."""


def latest_tag(
    container: Container | InitContainer, workspace: Workspace, options: LatestTagOptions
) -> Iterator[Problem]:
    """Nobody can say which build the container runs."""
    image = _known(container, workspace)
    if image is None or image.digest is not None or image_fault(container.image):
        return
    if image.tag is None:
        yield Problem(container.at("image"), f"`{container.image}` has no tag, so `latest` is pulled: name a version")
    elif image.tag in options.tags:
        yield Problem(container.at("image"), f"the tag `{image.tag}` moves: name a version")


def _known(container: Container, workspace: Workspace | None = None) -> Image | None:
    """The container's image; None where it is still to be rendered, injected, or set by another file."""
    if not container.image or container.image == _INJECTED or unrendered(container.image):
        return None
    if any(map(_PLACEHOLDER, re.split(r"[/:@]", container.image))):
        return None
    image = split_image(container.image)
    return None if workspace is not None and _set_elsewhere(container, image, workspace) else image


def _set_elsewhere(container: Container, image: Image, workspace: Workspace) -> bool:
    """Whether a kustomization or ``skaffold.yaml`` gives the image another version."""
    named = bool({image.name, container.image} & workspace.layout.images)
    return named or workspace.overwritten(container.pod.owner, "image:", '"image"')


def stale_image(container: Container, workspace: Workspace, options: StaleImageOptions) -> Iterator[Problem]:
    """Nodes keep the build that they pulled first."""
    image = _known(container, workspace)
    if image is None or image.digest is not None or image_fault(container.image):
        return
    policy = _policy(container, image)
    moves = image.tag is None or image.tag.lower() in _MOVING
    if policy not in ("IfNotPresent", "Never") or not (moves or options.fixed_tags):
        return
    tag = f"the tag `{image.tag}`" if image.tag else "an image without tag"
    what = f"`{policy}` with {tag}{', which moves' if moves else ''}: nodes keep the build that they pulled first"
    yield Problem(container.at("imagePullPolicy"), what, fix=_always(container))


def _policy(container: Container, image: Image) -> object:
    written = container.get("imagePullPolicy")
    return written or ("Always" if image.tag in (None, "latest") else "IfNotPresent")


def _always(container: Container) -> Fix:
    path = container.at("imagePullPolicy").path
    return with_field(container.pod.owner, path, "Always", "pull the image at every start", safe=False)


def invalid_image_name(container: Container | InitContainer, workspace: Workspace) -> Iterator[Problem]:
    """What stands there is no image reference."""
    if _known(container, workspace) is not None and (fault := image_fault(container.image)):
        yield Problem(container.at("image"), f"`{container.image}` {fault}", fix=_repaired(container))


def _repaired(container: Container) -> Fix | None:
    """The reference without its scheme, which changes nothing of what is meant; upper case takes a look."""
    bare = re.sub(r"\A[a-z]+://", "", container.image)
    image = split_image(bare)
    lower = bare.replace(image.repository, image.repository.lower(), 1) if image.repository else bare
    if image_fault(lower):
        return None
    return with_field(container.pod.owner, container.at("image").path, lower, f"write `{lower}`", safe=lower == bare)


def retired_registry(container: Container | InitContainer) -> Iterator[Problem]:
    """The registry gets no more images, or is gone."""
    image = _known(container)
    if image is None:
        return
    place, whole = container.at("image"), f"{image.full_name}/"
    for old, (new, why) in _RETIRED.items():
        if whole.startswith(old):
            moved = new + container.image.removeprefix(old)
            fix = with_field(container.pod.owner, place.path, moved, f"pull `{moved}`")
            yield Problem(place, f"the registry `{old.rstrip('/')}` is {why}; use `{moved}`", fix=fix)
    for old, when in _SHUT_DOWN.items():
        if whole.startswith(f"{old}/") or image.host.endswith(f".{old}"):
            yield Problem(place, f"the registry `{old}` was shut down in {when}; nothing can be pulled from it")


def image_without_digest(container: Container) -> Iterator[Problem]:
    """Whoever may push the tag may replace the image."""
    image = _known(container)
    if image is not None and image.digest is None and not image_fault(container.image):
        yield Problem(container.at("image"), f"`{container.image}` is not pinned by a digest (`@sha256:...`)")


def untrusted_registry(container: Container, options: UntrustedRegistryOptions) -> Iterator[Problem]:
    """The image comes from a registry that nobody vouches for."""
    image = _known(container)
    if image is None or not options.registries or any(_from(image, registry) for registry in options.registries):
        return
    trusted = ", ".join(f"`{registry}`" for registry in options.registries)
    yield Problem(container.at("image"), f"`{image.host}` is none of the trusted registries: {trusted}")


def _from(image: Image, registry: str) -> bool:
    wanted = registry.rstrip("/")
    return image.full_name.startswith(f"{wanted}/") or fnmatchcase(image.host, wanted)
