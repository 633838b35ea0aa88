"""What the API server accepts: versions, structure, server rules, custom resources."""

from __future__ import annotations

from kubelint.finding import Fault
from kubelint.kube.objects import Object
from kubelint.kube.versions import VersionRange


def judge(obj: Object, versions: VersionRange) -> list[Fault]:
    """All that the API servers of these versions would say about an object."""
    from kubelint.schema.judgement import judged

    return judged(obj, versions)
