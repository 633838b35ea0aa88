"""Image references, taken apart and judged."""

from __future__ import annotations

import pytest

from kubelint.kube.images import Image, image_fault, split_image

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "registry", "repository", "tag", "digest"),
    [
        ("nginx", "", "nginx", None, None),
        ("nginx:1.29", "", "nginx", "1.29", None),
        ("bitnami/redis:7", "", "bitnami/redis", "7", None),
        ("localhost/web", "localhost", "web", None, None),
        ("registry:5000/web", "registry:5000", "web", None, None),
        ("registry:5000/web:1", "registry:5000", "web", "1", None),
        ("registry.example.com/a/b/c:v1", "registry.example.com", "a/b/c", "v1", None),
        (f"nginx@{DIGEST}", "", "nginx", None, DIGEST),
        (f"ghcr.io/a/b:1.2@{DIGEST}", "ghcr.io", "a/b", "1.2", DIGEST),
        ("nginx:", "", "nginx", "", None),
        ("[2001:db8::1]:5000/web:1", "[2001:db8::1]:5000", "web", "1", None),
        ("", "", "", None, None),
    ],
)
def test_parts(text: str, registry: str, repository: str, tag: str | None, digest: str | None) -> None:
    assert split_image(text) == Image(registry, repository, tag, digest)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("nginx:1", "docker.io/library/nginx"),
        ("docker.io/nginx", "docker.io/library/nginx"),
        ("a/b", "docker.io/a/b"),
        ("ghcr.io/a/b:1", "ghcr.io/a/b"),
        ("quay.io/single", "quay.io/single"),
    ],
)
def test_full_name(text: str, full: str) -> None:
    assert split_image(text).full_name == full


@pytest.mark.parametrize(
    "text",
    [
        "nginx",
        "a/b__c/d-e.f:V1.2_x",
        "registry:5000/web",
        "UPPER.example.com/web:1",
        f"x@{DIGEST}",
        "a--b:1",
        "localhost:1/w",
    ],
)
def test_what_can_be_pulled(text: str) -> None:
    assert image_fault(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("https://example.com/web", "scheme"),
        ("docker://nginx", "scheme"),
        ("Nginx", "upper case"),
        ("example.com/Web:1", "upper case"),
        ("web :1", "blanks"),
        ("web:", "empty tag"),
        ("web:-1", "tag"),
        ("web:" + "x" * 129, "tag"),
        ("web@sha256:123", "digest"),
        (":1", "no repository"),
        ("example.com/", "no repository"),
        ("a//b", "valid repository"),
        ("a/-b", "valid repository"),
        ("web_:1", "valid repository"),
    ],
)
def test_what_cannot(text: str, word: str) -> None:
    assert word in str(image_fault(text))
