"""Random manifests full of mistakes, in all styles: every fix does what it means, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fixes import failures
from kubelint.api import Project
from kubelint.catalogue import rules
from kubelint.config import Settings
from kubelint.engine import Session
from kubelint.finding import NewDocument, Path
from kubelint.fixer.changing import operations_of, text_edits
from kubelint.inputs.classify import Surroundings
from kubelint.manifest import read_text
from kubelint.manifest.edit import CannotEdit, applied, equal
from kubelint.manifest.patch import patched
from tests.manifest.render import Rendered

EVERYTHING = Settings(rules=frozenset(rules()))
PROBE = {"httpGet": {"path": "/", "port": 8080}}
CONTAINER = st.fixed_dictionaries(
    {"name": st.just("web"), "image": st.sampled_from(["example.com/web:1.4", "nginx", "k8s.gcr.io/pause:3.9"])},
    optional={
        "imagePullPolicy": st.sampled_from(["always", "Always", "IfNotPresnt"]),
        "ports": st.sampled_from([[{"containerPort": "8080"}], [{"containerPort": 8080, "hostPort": 80}]]),
        "securityContext": st.sampled_from(
            [{}, {"privileged": True}, {"runAsUser": "0"}, {"readOnlyRootFileSystem": True}]
        ),
        "command": st.sampled_from([["sleep 10"], ["sh", "-c", "true"]]),
        "env": st.sampled_from(
            [[{"name": "A", "value": 1}], [{"name": "A", "value": True}, {"name": "B", "value": "yes"}]]
        ),
        "readinessProbe": st.sampled_from([PROBE, {**PROBE, "timeoutSecond": 3}]),
        "resources": st.sampled_from([{"limits": {"memory": "64m"}}, {"limits": {"cpu": 1}, "requests": {"cpu": "1"}}]),
        "volumeMounts": st.just([{"name": "data", "mountPath": "/data"}]),
        "hostNetwork": st.just(True),
    },
)
POD = st.fixed_dictionaries(
    {"containers": st.lists(CONTAINER, min_size=1, max_size=2, unique_by=lambda container: container["image"])},
    optional={
        "serviceAccount": st.just("web"),
        "hostNetwork": st.booleans(),
        "terminationGracePeriodSeconds": st.sampled_from([0, "30"]),
        "volumes": st.sampled_from([[{"name": "data", "emptyDir": {}}], [{"name": "a", "configMap": {"name": "a"}}]]),
        "restartPolicy": st.sampled_from(["always", "Always"]),
    },
)
LABELS = {"app": "web"}
TEMPLATE = st.builds(lambda spec: {"metadata": {"labels": LABELS}, "spec": spec}, POD)
BACKEND = {"serviceName": "web", "servicePort": 80}


def manifest(api: str, kind: str, **spec: Any) -> st.SearchStrategy[Any]:
    given_spec = {key: value if isinstance(value, st.SearchStrategy) else st.just(value) for key, value in spec.items()}
    head = {"apiVersion": api, "kind": kind, "metadata": {"name": "web", "creationTimestamp": None, "uid": "a-b"}}
    return st.fixed_dictionaries(given_spec).map(lambda drawn: {**head, "spec": drawn})


MANIFESTS = st.one_of(
    manifest(
        "apps/v1",
        "Deployment",
        replicas=st.sampled_from([1, 2, "3"]),
        selector={"matchLabels": LABELS},
        strategy=st.sampled_from([{"type": "rollingUpdate"}, {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 0}}]),
        template=TEMPLATE,
    ),
    manifest("extensions/v1beta1", "Deployment", template=TEMPLATE),
    manifest("v1", "Service", type="LoadBalancer", ports=[{"port": "80"}], selector=LABELS, sessionAffinty="None"),
    manifest(
        "networking.k8s.io/v1beta1",
        "Ingress",
        tls=st.sampled_from([[], [{"hosts": ["a.example.com"]}]]),
        rules=[{"host": "a.example.com", "http": {"paths": [{"path": "/", "backend": BACKEND}]}}],
    ),
    manifest("batch/v1beta1", "CronJob", schedule="*/5 * * * *", jobTemplate=st.just({"spec": {"template": {}}})),
    manifest("policy/v1beta1", "PodDisruptionBudget", minAvailable="1", selector={"matchLabels": LABELS}),
)


@st.composite
def texts(draw: Any) -> list[Rendered]:
    """One to three documents of one file."""
    line_break = draw(st.sampled_from(["\n", "\r\n"]))
    found = []
    for data in draw(st.lists(MANIFESTS, min_size=1, max_size=3)):
        rendered = Rendered(data, draw)
        rendered.line_break = line_break
        rendered.mapping(data, (), 0)
        found.append(rendered)
    return found


def put(documents: list[Rendered]) -> Session:
    session = Session(EVERYTHING)
    separator = "---" + documents[0].line_break
    session.put(read_text(separator.join(document.text for document in documents), "all.yaml"))
    return session


HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@settings(max_examples=60, deadline=None, suppress_health_check=HEALTH)
@given(texts())
def test_all_fixes_together_leave_nothing_to_a_second_run(documents: list[Rendered]) -> None:
    session = put(documents)
    project = Project(lambda: session, Surroundings(), None)
    result = project.mend(unsafe=True)
    behind_anchors = [finding for finding, reason in result.dropped if "alias" in reason]
    assert behind_anchors or failures(project, result) == []
    assert not {id(finding) for finding in result.fixed} & {id(finding) for finding in result.report.findings}


@settings(max_examples=60, deadline=None, suppress_health_check=HEALTH)
@given(texts())
def test_each_fix_alone_does_what_it_means_and_nothing_else(documents: list[Rendered]) -> None:
    session = put(documents)
    before = session.judged("all.yaml").manifest
    for finding in session.report().findings:
        if finding.fix is None:
            continue
        try:
            after = read_text(applied(before.text, text_edits(finding.fix)), before.name)
        except CannotEdit:
            continue
        touched = {document.index: operations for document, operations in operations_of(finding.fix.changes)}
        added = sum(isinstance(change, NewDocument) for change in finding.fix.changes)
        assert len(after.documents) == len(before.documents) + added
        for document in before.documents if not added else ():
            operations = touched.get(document.index, [])
            assert equal(after.documents[document.index].data, patched(document.data, operations))
            paths = [path for o in operations for path in (o.path, o.source) if path is not None]
            for path, source in documents[document.index].scalars.items():
                if not any(concerned(path, other) for other in paths):
                    start, end = after.documents[document.index].locate(path)
                    assert after.text[start:end] == source


def concerned(path: Path, changed: Path) -> bool:
    """Whether an operation may move or change what stands at a path."""
    parent = changed[:-1] if isinstance(changed[-1], int) else changed
    return path[: len(parent)] == parent
