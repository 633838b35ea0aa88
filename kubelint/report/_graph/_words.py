"""How states are called and judged, the same in all drawings."""

from __future__ import annotations

from kubelint.workspace.graph import Node

WORDS = {
    "https-redirect": "HTTPS, HTTP redirected",
    "https-only": "HTTPS only",
    "both-open": "HTTPS, and HTTP open too",
    "http-only": "HTTP only, no TLS",
    "offloaded": "TLS in front, HTTP redirected",
    "passthrough": "TLS handed on to the pods",
    "unknown": "unknown",
    "ignored": "served by nobody",
}
_HARM = {"http-only": "bad", "ignored": "bad", "both-open": "warn", "unknown": "dim"}


def harm(node: Node) -> str:
    """``bad``, ``warn``, ``dim`` or ``good``; what is internal is never bad."""
    told = _HARM.get(node.state, "good")
    return "dim" if node.scope == "inside" and told != "good" else told


def words_of(node: Node) -> str:
    """The state of an entry point in words; where it is internal, that comes first."""
    told = WORDS.get(node.state, "")
    return f"internal, {told}" if told and node.scope == "inside" else told


def title(node: Node) -> str:
    """Kind and name."""
    return f"{node.kind} {node.namespace}/{node.name}" if node.namespace else f"{node.kind} {node.name}"
