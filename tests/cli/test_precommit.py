"""The hooks as pre-commit runs them: installed from this tree, in a repository made here."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from typing import NamedTuple

import pytest

from tests.cli.terminal import POD
from tests.shared import ROOT

pytestmark = pytest.mark.slow

CLEAN = "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n"
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: webb}, ports: [{port: 80}]}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "example.com/web:1.4.2"}]}
"""
TYPO = DEPLOYMENT.replace("replicas: 2", "replica: 2")


class Result(NamedTuple):
    """What pre-commit said."""

    code: int
    out: str


class Repository:
    """A git repository that uses the hooks, and the store in which pre-commit keeps them."""

    def __init__(self, folder: pathlib.Path, hooks: pathlib.Path, store: pathlib.Path) -> None:
        self.folder = folder
        self.hooks = hooks
        self.environment = {**os.environ, "PRE_COMMIT_HOME": str(store), "COLUMNS": "80"}
        git(folder, "init", "-q")

    def write(self, name: str, text: str) -> None:
        """A file, staged."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        git(self.folder, "add", "--all")

    def pre_commit(self, *arguments: str) -> Result:
        """Run pre-commit in it."""
        done = subprocess.run(
            ["pre-commit", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout + done.stderr)

    def run(self, hook: str, *arguments: str) -> Result:
        """Run one hook on what is staged, or as the arguments say."""
        return self.pre_commit("run", hook, "--color", "never", *arguments)


def git(folder: pathlib.Path, *arguments: str) -> str:
    """Run git."""
    named = ("-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """This tree as a repository with one commit."""
    if not shutil.which("pre-commit") or not (ROOT / ".git").exists():
        pytest.skip("needs pre-commit, and this tree in git")
    folder = tmp_path_factory.mktemp("hooks")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "hooks")
    return folder


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Where pre-commit keeps what it installed, once for all tests."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def repository(tmp_path: pathlib.Path, hooks: pathlib.Path, store: pathlib.Path) -> Repository:
    """A repository with a configuration."""
    made = Repository(tmp_path, hooks, store)
    revision = git(hooks, "rev-parse", "HEAD").strip()
    names = "\n".join(f"      - id: {name}" for name in ("kubelint", "kubelint-all", "kubelint-fix"))
    made.write(".pre-commit-config.yaml", f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n{names}\n")
    installed = made.pre_commit("install-hooks")
    if installed.code:
        pytest.skip(f"the hooks cannot be installed here: {installed.out[-300:]}")
    return made


def test_try_repo(repository: Repository) -> None:
    repository.write("clean.yaml", CLEAN)
    repository.write("pod.yaml", POD)
    tried = ("try-repo", str(repository.hooks), "kubelint", "--color", "never", "--files")
    clean, found = repository.pre_commit(*tried, "clean.yaml"), repository.pre_commit(*tried, "pod.yaml")
    assert clean.code == 0, clean.out
    assert "Passed" in clean.out
    assert found.code == 1
    assert "pod.yaml:10:20: warning: runs as root (UID 0) [run-as-root]" in found.out


def test_only_what_changed_is_reported_in_relation_to_all(repository: Repository) -> None:
    repository.write("pod.yaml", POD)
    repository.write("deployment.yaml", DEPLOYMENT)
    repository.write("service.yaml", SERVICE)
    found = repository.run("kubelint", "--files", "service.yaml")
    assert found.code == 1
    assert "service.yaml:4:8: error: selects no pod: it asks for `app: webb`" in found.out
    assert "pod.yaml:" not in found.out
    assert "pod.yaml:10:20" in repository.run("kubelint-all", "--files", "service.yaml").out


def test_a_fix_fails_once_and_then_is_done(repository: Repository) -> None:
    repository.write("deployment.yaml", TYPO)
    first = repository.run("kubelint-fix")
    assert first.code == 1
    assert "files were modified by this hook" in first.out
    assert "replicas: 2" in (repository.folder / "deployment.yaml").read_text()
    git(repository.folder, "add", "--all")
    assert "files were modified" not in repository.run("kubelint-fix").out


def test_no_file(repository: Repository) -> None:
    repository.write("notes.txt", "nothing\n")
    assert "(no files to check)Skipped" in repository.run("kubelint", "--files", "notes.txt").out


def test_a_deleted_file_is_not_looked_for(repository: Repository) -> None:
    repository.write("gone.yaml", POD)
    git(repository.folder, "commit", "-q", "-m", "one")
    git(repository.folder, "rm", "-q", "gone.yaml")
    result = repository.run("kubelint")
    assert (result.code, "Skipped" in result.out) == (0, True), result.out


def test_names_with_spaces_and_other_letters(repository: Repository) -> None:
    repository.write("a b/pöd 'x'.yaml", POD)
    assert "a b/pöd 'x'.yaml:10:20: warning" in repository.run("kubelint").out


def test_five_hundred_files(repository: Repository) -> None:
    for number in range(500):
        file = repository.folder / "a-folder-with-a-long-name" / f"{'pod' * 20}-{number}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(POD.replace("name: web\nspec", f"name: web-{number}\nspec"))
    git(repository.folder, "add", "--all")
    result = repository.run("kubelint")
    assert result.out.count("[run-as-root]") == 500


@pytest.mark.parametrize("changed", ["overlay/patch.yaml", "overlay/kustomization.yaml", "base/service.yaml"])
def test_a_part_selects_its_overlay(repository: Repository, changed: str) -> None:
    repository.write("base/kustomization.yaml", "resources: [service.yaml, deployment.yaml]\n")
    repository.write("base/service.yaml", SERVICE.replace("webb", "web"))
    repository.write("base/deployment.yaml", DEPLOYMENT)
    repository.write("overlay/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}]\n")
    patch = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: LoadBalancer}\n"
    repository.write("overlay/patch.yaml", patch)
    result = repository.run("kubelint", "--files", changed)
    assert "overlay/patch.yaml:4:14: warning" in result.out
    assert "[http-load-balancer]" in result.out


@pytest.mark.skipif(not shutil.which("helm"), reason="helm is not installed here")
@pytest.mark.parametrize("changed", ["web/values.yaml", "web/templates/_names.tpl", "web/templates/service.yaml"])
def test_a_part_selects_its_chart(repository: Repository, changed: str) -> None:
    repository.write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
    repository.write("web/values.yaml", "type: LoadBalancer\n")
    repository.write("web/templates/_names.tpl", '{{- define "web.name" -}}\nweb\n{{- end -}}\n')
    template = SERVICE.replace("{name: web}", '{name: {{ include "web.name" . }}}').replace(
        "{selector: {app: webb}", "{type: {{ .Values.type }}, selector: {app: web}"
    )
    repository.write("web/templates/service.yaml", template)
    result = repository.run("kubelint", "--files", changed)
    assert "[http-load-balancer]" in result.out
    assert "invalid-yaml" not in result.out


def test_a_tpl_that_is_no_chart_s_is_no_manifest(repository: Repository) -> None:
    repository.write("templates/user-data.tpl", "#!/bin/sh\n${a}: [\n")
    assert repository.run("kubelint").code == 0
