"""Writes an estate of realistic manifests: `python -m benchmarks.generate FOLDER --objects 10000`."""

from __future__ import annotations

import argparse
import pathlib
import random
from collections.abc import Iterator

APP = (
    """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {namespace}
  labels:{anchor}
    app.kubernetes.io/name: {name}
    app.kubernetes.io/part-of: {part}
spec:
  minReadySeconds: {replicas}  # see the capacity plan
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  strategy:
    type: RollingUpdate
    rollingUpdate: {{maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
        app.kubernetes.io/part-of: {part}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9090"
    spec:
      serviceAccountName: {name}
      securityContext:
        runAsNonRoot: true
        runAsUser: {uid}
        seccompProfile: {{type: RuntimeDefault}}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{app.kubernetes.io/name: {name}}}
      containers:
        - name: app
          image: registry.example.com/{part}/{name}:{major}.{minor}.{patch}
          args: ["--listen=:8080", "--metrics=:9090", '--log-level=info']
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9090
          env:
            - name: DATABASE_HOST
              value: {name}-db.{namespace}.svc
            - name: LOG_FORMAT
              valueFrom:
                configMapKeyRef:
                  name: {name}
                  key: log-format
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 5
          livenessProbe:
            httpGet:
              path: /alive
              port: http
            initialDelaySeconds: 20
            periodSeconds: 20
          lifecycle:
            preStop:
              sleep: {{seconds: 5}}
          resources:
            requests:
              cpu: {cpu}m
              memory: {memory}Mi
            limits:
              memory: {memory}Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: config
              mountPath: /etc/{name}
              readOnly: true
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: config
          configMap:
            name: {name}
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
"""
    """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {namespace}
  labels:
    app.kubernetes.io/name: {name}
spec:
  selector:
    app.kubernetes.io/name: {name}
  ports:
    - name: http
      port: 80
      targetPort: http
"""
    """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {name}
  namespace: {namespace}
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
    haproxy.org/ssl-redirect: "true"
spec:
  ingressClassName: haproxy
  tls:
    - hosts:
        - {name}.example.com
      secretName: {name}-tls
  rules:
    - host: {name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {name}
                port:
                  name: http
"""
    """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  namespace: {namespace}
data:
  log-format: json
  features: "{major}"
  application.yaml: |
    server:
      port: 8080
      graceful: true
    # tuned in the load test
    pool:
      size: {cpu}
      timeout: 30s
    upstreams:
      - {name}-db
      - {name}-cache
"""
    """\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {name}
  namespace: {namespace}
automountServiceAccountToken: false
"""
    """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {name}
  namespace: {namespace}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {name}
  minReplicas: 2
  maxReplicas: {maximum}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
"""
    """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {name}
  namespace: {namespace}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
"""
    """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {name}
  namespace: {namespace}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: {name}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: haproxy-controller
      ports:
        - protocol: TCP
          port: 8080
"""
    """\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {name}
  namespace: {namespace}
subjects:
  - kind: ServiceAccount
    name: {name}
    namespace: {namespace}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {name}
"""
    """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {name}
  namespace: {namespace}
rules:
  - apiGroups: [""]
    resources: ["configmaps"]
    resourceNames: ["{name}"]
    verbs: ["get", "watch"]
"""
)
SEPARATOR = "---\n"
WORDS = [
    "amber",
    "basil",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heath",
    "inlet",
    "jetty",
    "knoll",
    "ledge",
    "marsh",
    "north",
    "ocean",
    "pearl",
]


def apps(objects: int, seed: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Names of apps, each with its ten documents, until there are so many objects."""
    chance = random.Random(seed)
    for number in range(-(-objects // 10)):
        name = f"{WORDS[number % 16]}-{WORDS[number // 16 % 16]}-{number}"
        yield name, _filled(name, number, chance)[: objects - number * 10]


def _filled(name: str, number: int, chance: random.Random) -> list[str]:
    text = APP.format(
        name=name,
        namespace=f"team-{number % 40}",
        part=WORDS[number % 16],
        replicas=chance.randint(2, 6),
        uid=chance.randint(10001, 60000),
        major=chance.randint(1, 9),
        minor=chance.randint(0, 40),
        patch=chance.randint(0, 9),
        cpu=chance.choice([50, 100, 250, 500]),
        memory=chance.choice([64, 128, 512, 1024]),
        maximum=chance.randint(8, 20),
        anchor=" &labels" if number % 20 == 0 else "",
    )
    return _documents(text)


def _documents(text: str) -> list[str]:
    starts = [0]
    position = text.find("\napiVersion:")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\napiVersion:", position + 1)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def write(folder: pathlib.Path, objects: int, single: bool = False) -> int:
    """Write the estate: a file per app, or a file per object. Returns the number of files."""
    files = 0
    for name, documents in apps(objects):
        home = folder / name[:2]
        home.mkdir(parents=True, exist_ok=True)
        parts = [(f"{name}-{n}.yaml", d) for n, d in enumerate(documents)] if single else [(f"{name}.yaml", "")]
        for file, document in parts:
            (home / file).write_text(document or SEPARATOR.join(documents), encoding="utf-8")
            files += 1
    return files


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--single", action="store_true", help="a file per object")
    given = parser.parse_args()
    print(f"{write(given.folder, given.objects, given.single)} files")


if __name__ == "__main__":
    main()
