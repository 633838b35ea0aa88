"""Syntaxes of names, keys, ports and addresses, as the API server reads them.

Each function returns None where the text is fine, else what is wrong with it, to be read after the text itself:
``is no DNS label: ...``. Facts: ``k8s.io/apimachinery/pkg/util/validation``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kubelint.pattern import regex

Syntax = Callable[[str], str | None]

_LABEL = regex(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\Z")
_LABEL_1035 = regex(r"[a-z](?:[-a-z0-9]*[a-z0-9])?\Z")
_SUBDOMAIN = regex(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\Z")
_QUALIFIED = regex(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?\Z")
_CONFIG_KEY = regex(r"[-._a-zA-Z0-9]+\Z")
_OLD_ENV_NAME = regex(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")
_ENV_NAME = regex(r"[ -<>-~]+\Z")
_HEADER = regex(r"[-A-Za-z0-9]+\Z")
_PERCENT = regex(r"[0-9]+%\Z")
_IPV4 = regex(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\Z")

_WORDS = "lower-case letters, digits and `-`, a letter or digit at both ends"


def _would_do(value: str, syntax: Syntax, other: str = "-", keep: str = "-a-z0-9") -> str:
    """`` (`web-app` would do)``, where the obvious change of a text makes it right."""
    near = re.sub(rf"[^{keep}]+", other, value.lower()).strip("-._")
    return f" (`{near}` would do)" if near and near != value and syntax(near) is None else ""


def too_long(value: str, most: int) -> str | None:
    """What to say of a text of more than so many characters."""
    return f"has {len(value)} characters, at most {most} are allowed" if len(value) > most else None


@lru_cache(4096)
def dns_label(value: str) -> str | None:
    """A DNS-1123 label, such as a container's name."""
    if len(value) <= 63 and _LABEL.match(value):
        return None
    if "." in value and _SUBDOMAIN.match(value):
        return f"may not contain dots{_would_do(value, dns_label)}"
    return too_long(value, 63) or f"is no DNS label: {_WORDS}{_would_do(value, dns_label)}"


@lru_cache(1024)
def dns_1035_label(value: str) -> str | None:
    """A DNS-1035 label: one that begins with a letter, such as a Service's name before 1.36."""
    if len(value) <= 63 and _LABEL_1035.match(value):
        return None
    near = _would_do(value, dns_1035_label)
    return (
        too_long(value, 63) or f"is no DNS-1035 label: {_WORDS.replace('both ends', 'its end')}, a letter first{near}"
    )


@lru_cache(4096)
def dns_subdomain(value: str) -> str | None:
    """A DNS-1123 subdomain: labels joined by dots, as most objects are named."""
    if len(value) <= 253 and _SUBDOMAIN.match(value):
        return None
    near = _would_do(value, dns_subdomain, keep="-.a-z0-9")
    return too_long(value, 253) or f"is no DNS subdomain: {_WORDS}, parts joined by dots{near}"


@lru_cache(1024)
def wildcard_subdomain(value: str) -> str | None:
    """``*.`` and a DNS-1123 subdomain."""
    return dns_subdomain(value[2:]) if value[:2] == "*." else f"must begin with `*.`, but is `{value}`"


@lru_cache(1024)
def path_segment(value: str) -> str | None:
    """What can stand in a URL's path, such as the name of a Role."""
    if value in (".", ".."):
        return "may be neither `.` nor `..`"
    found = [mark for mark in "/%" if mark in value]
    return f"may not contain `{found[0]}`" if found else None


@lru_cache(8192)
def label_key(value: str) -> str | None:
    """A label's key: a name of at most 63 characters, a DNS subdomain and ``/`` before it if need be."""
    prefix, slash, name = value.rpartition("/")
    if len(name) <= 63 and _QUALIFIED.match(name) and (not slash or dns_subdomain(prefix) is None):
        return None
    if "/" in prefix:
        return "has more than one `/`: at most one prefix, then a name"
    if slash and dns_subdomain(prefix):
        return f"has a prefix before `/` that {'is empty' if not prefix else dns_subdomain(prefix)}"
    if not name:
        return "has no name"
    if len(name) > 63:
        return f"has a name of {len(name)} characters, at most 63 are allowed"
    return "is no label key: letters, digits, `-`, `_` and `.`, a letter or digit at both ends"


def annotation_key(value: str) -> str | None:
    """An annotation's key: a label's, but the case of its prefix does not matter."""
    return label_key(value.lower())


@lru_cache(8192)
def label_value(value: str) -> str | None:
    """A label's value."""
    if not value or (len(value) <= 63 and _QUALIFIED.match(value)):
        return None
    text = "is no label value: letters, digits, `-`, `_` and `.`, a letter or digit at both ends"
    near = re.sub(r"[^-A-Za-z0-9_.]+", "-", value).strip("-._")
    return too_long(value, 63) or f"{text}{f' (`{near}` would do)' if near else ''}"


@lru_cache(1024)
def port_name(value: str) -> str | None:
    """A port's name (IANA service name)."""
    if len(value) > 15:
        return too_long(value, 15)
    if not re.fullmatch(r"[-a-z0-9]+", value):
        near = _would_do(value, port_name)
        return f"is no port name: lower-case letters, digits and `-`{near}"
    if not re.search(r"[a-z]", value):
        return "is no port name: at least one letter (a port number stands without quotes)"
    if "--" in value:
        return "may not contain `--`"
    return "may not begin or end with `-`" if "-" in (value[0], value[-1]) else None


@lru_cache(1024)
def env_name(value: str) -> str | None:
    """An environment variable's name, since 1.32: printable ASCII without ``=``."""
    if _ENV_NAME.match(value):
        return None
    return "is no name of an environment variable: printable ASCII characters without `=`"


@lru_cache(1024)
def old_env_name(value: str) -> str | None:
    """An environment variable's name, before 1.32."""
    if _OLD_ENV_NAME.match(value) and value != "." and not value.startswith(".."):
        return None
    return "is no name of an environment variable: letters, digits, `_`, `-` and `.`, no digit at the beginning"


@lru_cache(2048)
def config_key(value: str) -> str | None:
    """A key of a ConfigMap or Secret."""
    if value in (".", "..") or value.startswith(".."):
        return "may not be `.`, nor begin with `..`"
    if len(value) <= 253 and _CONFIG_KEY.match(value):
        return None
    return too_long(value, 253) or "is no key: letters, digits, `-`, `_` and `.`"


def percent(value: str) -> str | None:
    """A percentage."""
    return None if _PERCENT.match(value) else "is no percentage: digits, then `%`, such as `25%`"


def http_header(value: str) -> str | None:
    """A header's name."""
    return None if _HEADER.match(value) else "is no header name: letters, digits and `-`"


@lru_cache(1024)
def ip_address(value: str) -> str | None:
    """An IP address; zeros that lead a part are accepted, as the server still does."""
    parts = _IPV4.match(value)
    if parts and all(int(part) < 256 for part in parts.groups()):
        return None
    return None if ":" in value and _is_ipv6(value) else "is no IP address, such as `10.9.8.7` or `2001:db8::1`"


@lru_cache(1024)
def cidr(value: str) -> str | None:
    """An address range."""
    address, _, bits = value.partition("/")
    most = 128 if ":" in address else 32
    if ip_address(address) is None and bits.isascii() and bits.isdigit() and int(bits) <= most:
        return None
    return "is no address range, such as `10.9.8.0/24` or `2001:db8::/64`"


def _is_ipv6(value: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address

    try:
        return not IPv6Address(value).scope_id
    except AddressValueError:
        return False


def relative_path(value: str) -> str | None:
    """A path inside a volume: relative, without ``..`` as an element."""
    if value.startswith("/"):
        return "must be a relative path, without `/` at the beginning"
    return back_step(value)


def back_step(value: str) -> str | None:
    """A path without ``..`` as an element."""
    return "may not contain `..`" if ".." in value.split("/") else None


def csi_driver(value: str) -> str | None:
    """A CSI driver's name."""
    return too_long(value, 63) or dns_subdomain(value.lower())


def prefixed_path(value: str) -> str | None:
    """``domain/path``, such as a controller's name."""
    domain, slash, path = value.partition("/")
    if not slash or not path:
        return "must be a domain, `/` and a path, such as `example.com/controller`"
    return dns_subdomain(domain)
