"""A small application whose objects speak of each other in every way that the editor follows."""

from __future__ import annotations

FILES = {
    "app.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: runner
      containers:
        - name: web
          image: example.com/web:1.4.2
          imagePullPolicy: always
          env:
            - name: MODE
              valueFrom:
                configMapKeyRef:
                  name: settings
                  key: mode
            - name: PASSWORD
              valueFrom:
                secretKeyRef: {name: login, key: password}
          ports:
            - name: http
              containerPort: 8080
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: disk
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: scaler
spec:
  maxReplicas: 5
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
""",
    "network.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: front
spec:
  selector:
    app: web
  ports:
    - name: plain
      port: 80
      targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: entrance
spec:
  tls:
    - hosts: [example.com]
      secretName: front-tls
  rules:
    - host: example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: front
                port:
                  number: 80
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: gate
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  gatewayClassName: any
  listeners: [{name: http, protocol: HTTP, port: 80}]
""",
    "others.yaml": """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  mode: fast
  unread: "1"
---
apiVersion: v1
kind: Secret
metadata:
  name: login
stringData:
  password: example
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: runner
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: disk
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: letsencrypt
spec:
  selfSigned: {}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: front
spec:
  secretName: front-tls
  dnsNames: [example.com]
  issuerRef: {name: letsencrypt, kind: ClusterIssuer}
""",
}
