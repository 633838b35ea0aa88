"""Controllers that bring an edge of their own, and its certificates: Tailscale, ngrok, Cloudflare's tunnels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kubelint.kube.kinds import Ingress
from kubelint.workspace.entries import UNKNOWN, Scope, State, Verdict
from kubelint.workspace.families import OffloadedFamily
from kubelint.workspace.ingresses import flag

if TYPE_CHECKING:
    from kubelint.workspace.workspace import Workspace


class Tunnel(OffloadedFamily):
    """TLS ends at the provider's edge, whatever the Ingress says."""

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """Decided at the edge."""
        return UNKNOWN


class Tailscale(Tunnel):
    """HTTPS by construction, in the private network unless a funnel opens it."""

    name = "Tailscale"
    annotation_classes = ("tailscale",)
    field_classes = ("tailscale",)
    controllers = ("tailscale.com/ts-ingress",)
    prefixes = ("tailscale.com/",)

    def scope(self, ingress: Ingress, workspace: Workspace) -> Scope | None:
        """Inside the tailnet, unless a funnel opens it."""
        return "outside" if flag(ingress, "tailscale.com/funnel") else "inside"

    def verdict(self, ingress: Ingress, host: str, workspace: Workspace) -> Verdict:
        """Nothing but HTTPS."""
        return Verdict(State.HTTPS_ONLY)


class Ngrok(Tunnel):
    """ngrok's operator."""

    name = "ngrok"
    annotation_classes = ("ngrok",)
    field_classes = ("ngrok",)
    controllers = ("ngrok.com/ingress-controller", "k8s.ngrok.com/ingress-controller")
    prefixes = ("k8s.ngrok.com/", "ngrok.com/")


class Cloudflare(Tunnel):
    """Controllers around Cloudflare's tunnels."""

    name = "Cloudflare Tunnel"
    annotation_classes = ("cloudflare-tunnel", "cloudflare")
    field_classes = ("cloudflare-tunnel", "cloudflare")
    controllers = ("strrl.dev/cloudflare-tunnel-ingress-controller",)
    prefixes = ("cloudflare-tunnel-ingress-controller.strrl.dev/",)
