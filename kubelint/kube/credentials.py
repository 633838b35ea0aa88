"""What looks like a credential: names that speak of one, and the shapes that providers give their tokens."""

from __future__ import annotations

import functools
import re

from kubelint.kube.placeholders import unrendered
from kubelint.pattern import regex

_SHAPES = (
    ("AWS access key", "AKIA", r"AKIA[0-9A-Z]{16}"),
    *(("GitHub token", f"gh{kind}_", rf"gh{kind}_[A-Za-z0-9]{{36}}") for kind in "opusr"),
    ("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{60,}"),
    ("GitLab token", "glpat-", r"glpat-[A-Za-z0-9_-]{20,}"),
    ("Slack token", "xox", r"xox[abprs]-[A-Za-z0-9-]{20,}"),
    ("Slack webhook", "hooks.slack.com/", r"hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{20,}"),
    ("Stripe key", "k_live_", r"[rs]k_live_[A-Za-z0-9]{20,}"),
    ("Google API key", "AIza", r"AIza[0-9A-Za-z_-]{35}"),
    ("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    ("PyPI token", "pypi-AgE", r"pypi-AgE[A-Za-z0-9_-]{50,}"),
    ("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    ("DigitalOcean token", "dop_v1_", r"dop_v1_[a-f0-9]{64}"),
    ("Vault token", "hvs.", r"hvs\.[A-Za-z0-9_-]{24,}"),
    ("Hugging Face token", "hf_", r"hf_[A-Za-z]{34}"),
)
_TOKENS = tuple(
    (what, hint, regex(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])")) for what, hint, pattern in _SHAPES
)
_CAMEL = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET_NAME = regex(
    r"(?:^|[_.\- /])(?:password|passwd|passphrase|pass|pwd|"
    r"(?P<vague>secret|token|credentials?|(?:api|access|secret|private|encryption|signing|auth|account|master)[_.\-]?key))$",
    re.IGNORECASE,
)
_REFERENCE = regex(r"[a-z0-9](?:[-a-z0-9./]*[a-z0-9])?\Z")
_NOTHING = regex(
    r"(?:x+|\*+|\.+|-+|0x0|true|false|yes|no|on|off|none|null|nil|undefined|unset|default|enabled|disabled|empty|todo|tbd|"
    r"n/?a|dummy|placeholder|redacted|example.*|change.?me.*|replace.?(?:me|this|with).*|your.*|"
    r"my[-_ ].*|insert.*|some[-_ ].*|"
    r".*[-_ ]here|(?-i:[A-Z]+(?:_[A-Z]+)+)|"
    r"[-+]?[0-9.,]+|[0-9.]+(?:ns|us|ms|s|m|h|d))\Z",
    re.IGNORECASE,
)
_LOCATION = regex(r"(?:/|\./|[a-z][a-z0-9+.-]*:|ref\+|projects/)", re.IGNORECASE)
_IN_URL = regex(r"[a-z][a-z0-9+.-]*://[^/:@\s]*:([^/@\s]{4,})@", re.IGNORECASE)
_FEW = 8


def token(text: str) -> str | None:
    """Whose token a text holds, told by its shape; None where there is none."""
    for what, hint, pattern in _TOKENS:
        if hint in text and (match := pattern.search(text)) and _random(match[0]):
            return what
    return None


def may_hold_token(text: str) -> bool:
    """A quick look at a text: whether a token's first letters are in it."""
    return any(hint in text for _, hint, _ in _TOKENS)


def _random(found: str) -> bool:
    """Whether a shape is filled with something, not with an example."""
    return len(set(found)) > _FEW and "EXAMPLE" not in found.upper() and "xxxx" not in found.lower()


def credential(name: str, value: str) -> bool:
    """Whether a literal value under a name is a credential, as far as the two can tell."""
    vague = _vague(name)
    if vague is None or not _literal(value):
        return False
    return not (vague and (len(value) < _FEW or _reference(value)))


@functools.lru_cache(maxsize=4096)
def _vague(name: str) -> bool | None:
    """Whether a name that speaks of a secret may as well speak of where one is; None for all other names."""
    match = _SECRET_NAME.search(_CAMEL.sub("_", name))
    return match["vague"] is not None if match else None


def _reference(value: str) -> bool:
    """Whether a value may be the name of a Secret or of a key, not a secret itself."""
    return _REFERENCE.match(value) is not None and ("-" in value or "/" in value or value.isalpha())


def _literal(value: str) -> bool:
    text = value.strip()
    return bool(text) and not (unrendered(text) or _NOTHING.match(text) or _LOCATION.match(text))


def password_in_url(value: str) -> bool:
    """Whether a URL in the text carries a password."""
    match = _IN_URL.search(value)
    return match is not None and _literal(match[1]) and not unrendered(value)
