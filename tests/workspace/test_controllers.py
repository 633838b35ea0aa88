"""Every controller and gateway, in each of the states that its configuration can bring about."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from kubelint.workspace.entries import State
from kubelint.workspace.families import families
from tests.workspace.given import entries_of, named, workspace_of


class Case(NamedTuple):
    controller: str
    state: State
    text: str
    note: str = ""
    kind: str = "Ingress"


TLS = "tls: [{hosts: [shop.example.com], secretName: shop-tls}]"


def ingress(annotations: str = "", spec: str = "", host: str = "shop.example.com", name: str = "shop") -> str:
    rule = f"host: {host}, " if host else ""
    backend = "{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}"
    return f"""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: {name}, namespace: web, annotations: {{{annotations}}}}}
spec:
  {spec or "rules: []"}
  rules: [{{{rule}http: {{paths: [{backend}]}}}}]
"""


def served(name: str, annotations: str = "", tls: bool = True, host: str = "shop.example.com") -> str:
    """An Ingress of a class."""
    return ingress(annotations, f"ingressClassName: {name}" + (f"\n  {TLS}" if tls else ""), host)


NGINX = "nginx.ingress.kubernetes.io/"
F5 = """
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: nginx.org/ingress-controller}
---"""
JCM = F5.replace("nginx.org/ingress-controller", "haproxy-ingress.github.io/controller").replace("nginx", "haproxy")
GCE = "kubernetes.io/ingress.class: gce, "
FRONTEND = """---
apiVersion: networking.gke.io/v1beta1
kind: FrontendConfig
metadata: {{name: shop, namespace: web}}
spec: {{{}}}
"""
ALB = "alb.ingress.kubernetes.io/"
PUBLIC = f"{ALB}scheme: internet-facing, "
BOTH_PORTS = f"""{PUBLIC}{ALB}listen-ports: '[{{"HTTP": 80}}, {{"HTTPS": 443}}]', """
TRAEFIK = "traefik.ingress.kubernetes.io/"
MIDDLEWARE = """---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: {name: to-https, namespace: web}
spec: {redirectScheme: {scheme: https}}
"""
TRAEFIK_PODS = """---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: traefik, namespace: edge}}
spec:
  template:
    spec: {{containers: [{{name: traefik, image: "traefik:v3.5", args: [{}]}}]}}
"""

INGRESSES = [
    Case("ingress-nginx", State.REDIRECTED, served("nginx")),
    Case("ingress-nginx", State.HTTP_ONLY, served("nginx", tls=False)),
    Case("ingress-nginx", State.BOTH_OPEN, served("nginx", f'{NGINX}ssl-redirect: "false"'), "switched off"),
    Case("ingress-nginx", State.REDIRECTED, served("nginx", f'{NGINX}ssl-redirect: "no"'), "no boolean"),
    Case("ingress-nginx", State.BOTH_OPEN, served("nginx", host=""), "rule without a host"),
    Case("ingress-nginx", State.REDIRECTED, served("nginx", f'{NGINX}force-ssl-redirect: "true"', host=""), "forced"),
    Case("ingress-nginx", State.OFFLOADED, served("nginx", f'{NGINX}force-ssl-redirect: "true"', tls=False)),
    Case("ingress-nginx", State.PASSTHROUGH, served("nginx", f'{NGINX}ssl-passthrough: "true"')),
    Case("ingress-nginx", State.REDIRECTED, served("nginx", f"{NGINX}permanent-redirect: https://x.example.com")),
    Case("ingress-nginx", State.UNKNOWN, served("nginx", f'{NGINX}canary: "true"', tls=False), "canary"),
    Case(
        "ingress-nginx",
        State.REDIRECTED,
        served("nginx", tls=False) + "---" + served("nginx").replace("name: shop,", "name: main,"),
        "another Ingress has the host's certificate",
    ),
    Case(
        "ingress-nginx",
        State.BOTH_OPEN,
        served("nginx")
        + """---
apiVersion: v1
kind: ConfigMap
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
data: {ssl-redirect: "false"}
""",
        "the controller's ConfigMap",
    ),
    Case(
        "ingress-nginx",
        State.UNKNOWN,
        served("nginx", tls=False)
        + """---
apiVersion: v1
kind: Service
metadata:
  name: ingress-nginx-controller
  namespace: ingress-nginx
  annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn}
spec: {type: LoadBalancer, ports: [{port: 443}]}
""",
        "the controller's load balancer ends TLS",
    ),
    Case("ingress-nginx", State.REDIRECTED, served("webapprouting.kubernetes.azure.com"), "AKS"),
    Case("NGINX Ingress Controller (F5)", State.REDIRECTED, F5 + served("nginx")),
    Case("NGINX Ingress Controller (F5)", State.HTTP_ONLY, F5 + served("nginx", tls=False)),
    Case("NGINX Ingress Controller (F5)", State.BOTH_OPEN, F5 + served("nginx", 'nginx.org/ssl-redirect: "false"')),
    Case(
        "NGINX Ingress Controller (F5)",
        State.OFFLOADED,
        served("nginx", 'nginx.org/redirect-to-https: "true"', tls=False),
    ),
    Case(
        "NGINX Ingress Controller (F5)",
        State.REDIRECTED,
        F5
        + served("nginx", "nginx.org/mergeable-ingress-type: minion", tls=False)
        + "---"
        + served("nginx", "nginx.org/mergeable-ingress-type: master").replace("name: shop,", "name: main,"),
        "a minion follows its master",
    ),
    Case(
        "NGINX Ingress Controller (F5)",
        State.UNKNOWN,
        served("nginx", "nginx.org/mergeable-ingress-type: minion", tls=False),
    ),
    Case("GKE", State.HTTP_ONLY, ingress(GCE)),
    Case("GKE", State.BOTH_OPEN, ingress(GCE, TLS)),
    Case("GKE", State.BOTH_OPEN, ingress(f"{GCE}networking.gke.io/managed-certificates: shop")),
    Case("GKE", State.BOTH_OPEN, ingress("ingress.gcp.kubernetes.io/pre-shared-cert: shop"), "by its annotations"),
    Case("GKE", State.HTTPS_ONLY, ingress(f'{GCE}kubernetes.io/ingress.allow-http: "false"', TLS)),
    Case("GKE", State.IGNORED, ingress(f'{GCE}kubernetes.io/ingress.allow-http: "false"'), "no certificate"),
    Case(
        "GKE",
        State.REDIRECTED,
        ingress(f"{GCE}networking.gke.io/v1beta1.FrontendConfig: shop", TLS)
        + FRONTEND.format("redirectToHttps: {enabled: true}"),
    ),
    Case(
        "GKE",
        State.BOTH_OPEN,
        ingress(f"{GCE}networking.gke.io/v1beta1.FrontendConfig: shop", TLS) + FRONTEND.format("sslPolicy: modern"),
        "a FrontendConfig that redirects nothing",
    ),
    Case("GKE", State.UNKNOWN, ingress(f"{GCE}networking.gke.io/v1beta1.FrontendConfig: shop", TLS), "not given"),
    Case("GKE", State.BOTH_OPEN, ingress("kubernetes.io/ingress.class: gce-internal", TLS)),
    Case("", State.IGNORED, served("gce"), "GKE reads no ingressClassName"),
    Case("AWS Load Balancer Controller", State.HTTP_ONLY, served("alb", PUBLIC)),
    Case("AWS Load Balancer Controller", State.HTTPS_ONLY, served("alb", f"{PUBLIC}{ALB}certificate-arn: arn:x")),
    Case("AWS Load Balancer Controller", State.BOTH_OPEN, served("alb", BOTH_PORTS)),
    Case("AWS Load Balancer Controller", State.REDIRECTED, served("alb", f"{BOTH_PORTS}{ALB}ssl-redirect: '443'")),
    Case(
        "AWS Load Balancer Controller",
        State.REDIRECTED,
        served("alb", f"{BOTH_PORTS}{ALB}group.name: edge")
        + "---"
        + served("alb", f"{ALB}group.name: edge, {ALB}ssl-redirect: '443'").replace("name: shop,", "name: main,"),
        "a member of its group redirects",
    ),
    Case(
        "AWS Load Balancer Controller",
        State.REDIRECTED,
        served(
            "alb",
            BOTH_PORTS
            + f"""{ALB}actions.ssl-redirect: '{{"Type": "redirect", "RedirectConfig": {{"Protocol": "HTTPS"}}}}'""",
        ),
        "the older idiom",
    ),
    Case(
        "AWS Load Balancer Controller",
        State.UNKNOWN,
        "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: alb}\n"
        "spec: {controller: ingress.k8s.aws/alb, parameters: "
        "{apiGroup: elbv2.k8s.aws, kind: IngressClassParams, name: public}}\n---" + served("alb"),
        "parameters that are not given",
    ),
    Case("AWS Load Balancer Controller", State.UNKNOWN, served("alb", f"{ALB}listen-ports: 'HTTP'"), "unreadable"),
    Case("Traefik", State.HTTP_ONLY, served("traefik", tls=False)),
    Case("Traefik", State.UNKNOWN, served("traefik"), "TLS may be static"),
    Case("Traefik", State.HTTPS_ONLY, served("traefik", f'{TRAEFIK}router.tls: "true"')),
    Case("Traefik", State.HTTPS_ONLY, served("traefik", f"{TRAEFIK}router.tls.certresolver: acme", tls=False)),
    Case("Traefik", State.UNKNOWN, served("traefik", f"{TRAEFIK}router.entrypoints: websecure", tls=False)),
    Case(
        "Traefik",
        State.REDIRECTED,
        served("traefik", f"{TRAEFIK}router.middlewares: web-to-https@kubernetescrd", tls=False) + MIDDLEWARE,
    ),
    Case(
        "Traefik",
        State.UNKNOWN,
        served("traefik", f"{TRAEFIK}router.middlewares: web-other@kubernetescrd", tls=False) + MIDDLEWARE,
        "a middleware that is not given",
    ),
    Case("Traefik", State.BOTH_OPEN, served("traefik") + TRAEFIK_PODS.format("--entrypoints.web.address=:80")),
    Case(
        "Traefik",
        State.REDIRECTED,
        served("traefik") + TRAEFIK_PODS.format("--entryPoints.web.http.redirections.entryPoint.to=websecure"),
        "Traefik's own arguments",
    ),
    Case("HAProxy Technologies", State.REDIRECTED, served("haproxy")),
    Case("HAProxy Technologies", State.HTTP_ONLY, served("haproxy", tls=False)),
    Case("HAProxy Technologies", State.BOTH_OPEN, served("haproxy", 'haproxy.org/ssl-redirect: "false"')),
    Case("HAProxy Technologies", State.OFFLOADED, served("haproxy", 'haproxy.org/ssl-redirect: "true"', tls=False)),
    Case("haproxy-ingress", State.REDIRECTED, JCM + served("haproxy")),
    Case("haproxy-ingress", State.HTTP_ONLY, JCM + served("haproxy", tls=False)),
    Case("haproxy-ingress", State.HTTP_ONLY, JCM + served("haproxy", host="other.example.com"), "host not listed"),
    Case("haproxy-ingress", State.BOTH_OPEN, JCM + served("haproxy", 'ingress.kubernetes.io/ssl-redirect: "false"')),
    Case("Contour", State.HTTP_ONLY, served("contour", tls=False)),
    Case("Contour", State.BOTH_OPEN, served("contour")),
    Case("Contour", State.REDIRECTED, served("contour", 'ingress.kubernetes.io/force-ssl-redirect: "true"')),
    Case("Contour", State.BOTH_OPEN, served("contour", 'ingress.kubernetes.io/force-ssl-redirect: "True"'), "literal"),
    Case("Contour", State.HTTPS_ONLY, served("contour", 'kubernetes.io/ingress.allow-http: "false"')),
    Case("Contour", State.HTTP_ONLY, served("contour", host="other.example.com"), "host not listed"),
    Case("Kong", State.HTTP_ONLY, served("kong", tls=False)),
    Case("Kong", State.BOTH_OPEN, served("kong")),
    Case("Kong", State.HTTPS_ONLY, served("kong", "konghq.com/protocols: https")),
    Case(
        "Kong",
        State.REDIRECTED,
        served("kong", 'konghq.com/protocols: https, konghq.com/https-redirect-status-code: "308"'),
    ),
    Case("Istio", State.HTTP_ONLY, served("istio", tls=False)),
    Case("Istio", State.BOTH_OPEN, served("istio")),
    Case("OpenShift", State.HTTP_ONLY, served("openshift-default", tls=False)),
    Case("OpenShift", State.REDIRECTED, served("openshift-default")),
    Case("OpenShift", State.REDIRECTED, served("openshift-default", "route.openshift.io/termination: edge", tls=False)),
    Case("Application Gateway Ingress Controller", State.HTTP_ONLY, served("azure-application-gateway", tls=False)),
    Case("Application Gateway Ingress Controller", State.HTTPS_ONLY, served("azure-application-gateway")),
    Case(
        "Application Gateway Ingress Controller",
        State.REDIRECTED,
        served("azure-application-gateway", 'appgw.ingress.kubernetes.io/ssl-redirect: "true"'),
    ),
    Case(
        "Application Gateway Ingress Controller",
        State.IGNORED,
        served("azure-application-gateway", 'appgw.ingress.kubernetes.io/ssl-redirect: "true"', tls=False),
        "a redirect without TLS",
    ),
    Case("Application Gateway for Containers", State.HTTP_ONLY, served("azure-alb-external", tls=False)),
    Case("Application Gateway for Containers", State.UNKNOWN, served("azure-alb-external")),
    Case("Cilium", State.HTTP_ONLY, served("cilium", tls=False)),
    Case("Cilium", State.REDIRECTED, served("cilium")),
    Case("Cilium", State.BOTH_OPEN, served("cilium", "ingress.cilium.io/force-https: disabled")),
    Case("Cilium", State.PASSTHROUGH, served("cilium", "ingress.cilium.io/tls-passthrough: enabled")),
    Case("APISIX", State.HTTP_ONLY, served("apisix", tls=False)),
    Case("APISIX", State.BOTH_OPEN, served("apisix")),
    Case("APISIX", State.REDIRECTED, served("apisix", 'k8s.apisix.apache.org/http-to-https: "true"')),
    Case("Emissary", State.HTTP_ONLY, served("ambassador", tls=False)),
    Case("Emissary", State.REDIRECTED, served("ambassador")),
    Case("Skipper", State.OFFLOADED, served("skipper", tls=False)),
    Case("Skipper", State.BOTH_OPEN, served("skipper", 'zalando.org/skipper-ingress-redirect: "false"', tls=False)),
    Case("Voyager", State.HTTP_ONLY, served("voyager", tls=False)),
    Case("Voyager", State.REDIRECTED, served("voyager")),
    Case("Voyager", State.BOTH_OPEN, served("voyager", 'ingress.appscode.com/ssl-redirect: "false"')),
    Case("Tailscale", State.HTTPS_ONLY, served("tailscale", tls=False)),
    Case("ngrok", State.UNKNOWN, served("ngrok", tls=False)),
    Case("Cloudflare Tunnel", State.UNKNOWN, served("cloudflare-tunnel", tls=False)),
    Case("", State.UNKNOWN, served("house-made"), "a class that nobody knows"),
    Case("", State.UNKNOWN, ingress(), "no class at all"),
]


def resource(api_version: str, kind: str, spec: str, more: str = "") -> str:
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: shop, namespace: web}}\nspec: {spec}\n{more}"


def virtual_server(tls: str) -> str:
    return resource("k8s.nginx.org/v1", "VirtualServer", f"{{host: shop.example.com, {tls}}}")


def proxy(virtual: str, route: str = "") -> str:
    spec = f"{{{virtual}, routes: [{{services: [{{name: shop, port: 80}}], {route}}}]}}"
    return resource("projectcontour.io/v1", "HTTPProxy", spec)


def ingress_route(spec: str, more: str = "") -> str:
    return resource("traefik.io/v1alpha1", "IngressRoute", spec, more)


def openshift_route(tls: str) -> str:
    return resource(
        "route.openshift.io/v1", "Route", f"{{host: shop.example.com, to: {{kind: Service, name: shop}}, {tls}}}"
    )


def istio(servers: str, more: str = "") -> str:
    return resource(
        "networking.istio.io/v1", "Gateway", f"{{selector: {{istio: ingressgateway}}, servers: [{servers}]}}", more
    )


def emissary(spec: str) -> str:
    return resource("getambassador.io/v3alpha1", "Host", f"{{hostname: shop.example.com, {spec}}}")


def apisix(plugins: str, more: str = "") -> str:
    rule = f"{{name: a, match: {{hosts: [shop.example.com], paths: [/*]}}, plugins: [{plugins}]}}"
    return resource("apisix.apache.org/v2", "ApisixRoute", f"{{http: [{rule}]}}", more)


ROUTES = "routes: [{match: Host(`shop.example.com`), kind: Rule, services: [{name: shop, port: 80}]}]"
REDIRECTING = ROUTES.replace("services", "middlewares: [{name: to-https}], services")
SECURE_ROUTE = "---\n" + ingress_route(f"{{entryPoints: [websecure], {ROUTES}, tls: {{}}}}").replace("shop,", "secure,")
HTTP_SERVER = "{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}"
HTTPS_SERVER = (
    "{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['web/*'], tls: {mode: SIMPLE, credentialName: x}}"
)
APISIX_TLS = "---\n" + resource(
    "apisix.apache.org/v2", "ApisixTls", "{hosts: ['*.example.com'], secret: {name: x, namespace: web}}"
)
SECRET = "tlsSecret: {name: x}"
KNATIVE = resource("serving.knative.dev/v1", "Service", "{template: {spec: {containers: [{image: x}]}}}")

OTHERS = [
    Case("VirtualServer", State.HTTP_ONLY, virtual_server("")),
    Case("VirtualServer", State.BOTH_OPEN, virtual_server("tls: {secret: x}")),
    Case("VirtualServer", State.REDIRECTED, virtual_server("tls: {secret: x, redirect: {enable: true}}")),
    Case("HTTPProxy", State.HTTP_ONLY, proxy("virtualhost: {fqdn: shop.example.com}")),
    Case("HTTPProxy", State.REDIRECTED, proxy("virtualhost: {fqdn: shop.example.com, tls: {secretName: x}}")),
    Case(
        "HTTPProxy",
        State.BOTH_OPEN,
        proxy("virtualhost: {fqdn: shop.example.com, tls: {secretName: x}}", "permitInsecure: true"),
    ),
    Case("HTTPProxy", State.PASSTHROUGH, proxy("virtualhost: {fqdn: shop.example.com, tls: {passthrough: true}}")),
    Case("IngressRoute", State.HTTP_ONLY, ingress_route(f"{{entryPoints: [web], {ROUTES}}}")),
    Case("IngressRoute", State.HTTPS_ONLY, ingress_route(f"{{entryPoints: [web, websecure], {ROUTES}, tls: {{}}}}")),
    Case("IngressRoute", State.BOTH_OPEN, ingress_route(f"{{entryPoints: [web], {ROUTES}}}", SECURE_ROUTE)),
    Case("IngressRoute", State.REDIRECTED, ingress_route(f"{{entryPoints: [web], {REDIRECTING}}}", MIDDLEWARE)),
    Case("IngressRoute", State.UNKNOWN, ingress_route(f"{{entryPoints: [web], {REDIRECTING}}}"), "not given"),
    Case("IngressRoute", State.UNKNOWN, ingress_route(f"{{entryPoints: [websecure], {ROUTES}}}"), "static TLS"),
    Case("Route", State.HTTP_ONLY, openshift_route("")),
    Case("Route", State.HTTPS_ONLY, openshift_route("tls: {termination: edge}")),
    Case("Route", State.BOTH_OPEN, openshift_route("tls: {termination: edge, insecureEdgeTerminationPolicy: Allow}")),
    Case(
        "Route", State.REDIRECTED, openshift_route("tls: {termination: edge, insecureEdgeTerminationPolicy: Redirect}")
    ),
    Case("Route", State.PASSTHROUGH, openshift_route("tls: {termination: passthrough}")),
    Case("Gateway", State.HTTP_ONLY, istio(HTTP_SERVER)),
    Case("Gateway", State.BOTH_OPEN, istio(f"{HTTP_SERVER}, {HTTPS_SERVER}")),
    Case("Gateway", State.REDIRECTED, istio(f"{HTTP_SERVER[:-1]}, tls: {{httpsRedirect: true}}}}, {HTTPS_SERVER}")),
    Case("Gateway", State.HTTPS_ONLY, istio(HTTPS_SERVER)),
    Case("Gateway", State.PASSTHROUGH, istio(HTTPS_SERVER.replace("SIMPLE", "PASSTHROUGH"))),
    Case("Host", State.REDIRECTED, emissary(SECRET)),
    Case("Host", State.BOTH_OPEN, emissary(SECRET + ", requestPolicy: {insecure: {action: Route}}")),
    Case("Host", State.HTTPS_ONLY, emissary(SECRET + ", requestPolicy: {insecure: {action: Reject}}")),
    Case("Host", State.HTTP_ONLY, emissary("requestPolicy: {insecure: {action: Route}}")),
    Case("Host", State.UNKNOWN, emissary("")),
    Case("ApisixRoute", State.UNKNOWN, apisix("")),
    Case("ApisixRoute", State.BOTH_OPEN, apisix("", APISIX_TLS)),
    Case("ApisixRoute", State.REDIRECTED, apisix("{name: redirect, enable: true, config: {http_to_https: true}}")),
    Case("Service", State.UNKNOWN, KNATIVE),
    Case(
        "Service",
        State.REDIRECTED,
        KNATIVE.replace("name: shop,", "name: shop, annotations: {networking.knative.dev/http-protocol: redirected},"),
    ),
    Case("Service", State.HTTP_ONLY, resource("v1", "Service", "{type: LoadBalancer, ports: [{port: 80}]}")),
    Case("Service", State.PASSTHROUGH, resource("v1", "Service", "{type: LoadBalancer, ports: [{port: 443}]}")),
    Case("Service", State.UNKNOWN, resource("v1", "Service", "{type: LoadBalancer, ports: [{port: 5432}]}")),
    Case(
        "Service",
        State.BOTH_OPEN,
        resource("v1", "Service", "{type: LoadBalancer, ports: [{port: 80}, {port: 443}]}").replace(
            "name: shop,",
            "name: shop, annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn},",
        ),
    ),
]


def identity(case: Case) -> str:
    return f"{case.controller or 'nobody'}-{case.state}{'-' + case.note if case.note else ''}"


@pytest.mark.parametrize("case", INGRESSES, ids=identity)
def test_ingress_state(case: Case) -> None:
    workspace = workspace_of(case.text)
    (entry,) = entries_of(workspace, named(workspace, "Ingress", "shop"))
    assert (entry.controller, entry.state) == (case.controller, case.state)


@pytest.mark.parametrize("case", OTHERS, ids=identity)
def test_state(case: Case) -> None:
    workspace = workspace_of(case.text)
    entry = entries_of(workspace, named(workspace, case.controller, "shop"))[0]
    assert entry.state is case.state


def test_every_state_that_is_open_names_what_opens_it_or_asks_for_tls() -> None:
    for case in (*INGRESSES, *OTHERS):
        workspace = workspace_of(case.text)
        for entry in workspace.traffic.entries:
            for host in entry.hosts:
                if host.verdict.state is State.BOTH_OPEN:
                    assert host.verdict.opener or entry.tls_place
                    assert host.verdict.why or entry.object.kind == "Service"


def test_every_family_is_found_once() -> None:
    names = [family.name for family in families()]
    assert len(names) == len(set(names)) >= 26
