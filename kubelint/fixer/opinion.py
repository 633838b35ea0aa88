"""A second opinion on mended text, by ruamel.yaml: the tools beside Kubernetes have to read it as well."""

from __future__ import annotations


def others_read(before: str, after: str) -> bool:
    """Whether another YAML reader takes the new text, where it took the old one."""
    return _reads(after) or not _reads(before)


def _reads(text: str) -> bool:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        for _ in YAML(typ="rt").load_all(text):
            pass
    except (YAMLError, ValueError, RecursionError):
        return False
    return True
