"""Image references: registry, repository, tag and digest, as container runtimes read them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kubelint.pattern import regex

_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REPOSITORY = regex(rf"{_PART}(?:/{_PART})*\Z")
_REGISTRY = regex(
    r"(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*)"
    r"(?::\d+)?\Z"
).match
_TAG = regex(r"\w[\w.-]{0,127}\Z", re.ASCII)
_DIGEST = regex(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}\Z")


class Image(NamedTuple):
    """An image reference taken apart. Facts: ``distribution/reference``."""

    registry: str
    """The host, with its port; empty where the runtime's default (Docker Hub) is meant."""
    repository: str
    tag: str | None
    digest: str | None

    @property
    def host(self) -> str:
        """The registry that it is pulled from."""
        return self.registry or "docker.io"

    @property
    def name(self) -> str:
        """Registry and repository as written, without tag and digest."""
        return f"{self.registry}/{self.repository}" if self.registry else self.repository

    @property
    def full_name(self) -> str:
        """Registry and repository in full: ``docker.io/library/nginx`` of ``nginx``."""
        official = self.host in ("docker.io", "index.docker.io") and "/" not in self.repository
        return f"{self.host}/library/{self.repository}" if official else f"{self.host}/{self.repository}"


@lru_cache(4096)
def split_image(text: str) -> Image:
    """Take a reference apart without judging it; a registry's port is no tag."""
    rest, at, digest = text.partition("@")
    first, slash, path = rest.partition("/")
    registry = ""
    if slash and (first == "localhost" or "." in first or ":" in first or first != first.lower()):
        registry, rest = first, path
    repository, colon, tag = rest.partition(":")
    return Image(registry, repository, tag if colon else None, digest if at else None)


@lru_cache(4096)
def image_fault(text: str) -> str | None:
    """What is wrong with an image reference, to be read after the text itself; None where it can be pulled."""
    if re.match(r"[a-z]+://", text):
        return f"begins with a scheme (`{text.partition('://')[2]}` would do)"
    if text != text.strip() or re.search(r"\s", text):
        return "holds blanks"
    image = split_image(text)
    if image.registry and not _REGISTRY(image.registry):
        return f"has no valid registry: `{image.registry}`"
    return _name_fault(image) or _version_fault(image)


def _name_fault(image: Image) -> str | None:
    if not image.repository:
        return "names no repository"
    if image.repository != image.repository.lower():
        return f"has upper case in its repository (`{image.repository.lower()}` would do)"
    if not _REPOSITORY.match(image.repository):
        return f"has no valid repository: `{image.repository}`"
    return None


def _version_fault(image: Image) -> str | None:
    if image.tag == "":
        return "ends in an empty tag"
    if image.tag is not None and not _TAG.match(image.tag):
        return f"has no valid tag: `{image.tag}` (letters, digits, `_`, `.` and `-`, at most 128)"
    if image.digest is not None and not _DIGEST.match(image.digest):
        return f"has no valid digest: `{image.digest}` (`sha256:` and 64 hexadecimal digits)"
    return None
