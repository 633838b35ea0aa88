"""What other people's CI takes from here: the GitHub action, the GitLab job, the container."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.cli.terminal import POD, environment
from tests.shared import ROOT

CI = ROOT / ".ci"
ACTION: dict[str, Any] = yaml.safe_load((CI / "github/action.yml").read_text("utf-8"))


def _lint(folder: pathlib.Path, **inputs: str) -> tuple[int, str]:
    """Run the action's step as a runner would, with kubelint already installed."""
    (binary := folder / "temp/kubelint/bin").mkdir(parents=True, exist_ok=True)
    (binary / "kubelint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kubelint "$@"\n')
    (binary / "kubelint").chmod(0o755)
    steps = {step.get("id"): step for step in ACTION["runs"]["steps"]}
    given = {name: ACTION["inputs"][name]["default"] for name in ACTION["inputs"]} | inputs
    variables = {
        name: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]]  # type: ignore[index]
        for name, value in steps["lint"]["env"].items()
    }
    runner = {
        "GITHUB_ACTION_PATH": str(CI / "github"),
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps["lint"]["run"]]
    done = subprocess.run(
        command, cwd=folder, env=environment(**runner, **variables), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_action_annotates_summarises_and_leaves_sarif(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a b.yaml").write_text(POD)
    code, out = _lint(tmp_path, **{"fail-on": "warning"})
    assert code == 1, out
    assert (
        "::warning file=a b.yaml,line=10,endLine=10,col=20,endColumn=21,title=kubelint run-as-root::runs as root" in out
    )
    assert "| a b.yaml:10 |" in (tmp_path / "summary").read_text()
    sarif = (tmp_path / "output").read_text().removeprefix("sarif=").strip()
    assert json.loads(pathlib.Path(sarif).read_text())["runs"][0]["automationDetails"]["id"] == "kubelint/"


def test_inputs_are_words_and_never_commands(tmp_path: pathlib.Path) -> None:
    hostile = '"; touch forged; $(touch forged) `touch forged` #'
    code, out = _lint(tmp_path, paths=hostile, preset=hostile, category=hostile)
    assert code == 2, out
    assert not (tmp_path / "forged").exists()


def test_paths_are_a_list(tmp_path: pathlib.Path) -> None:
    for name in ("one.yaml", "two.yaml", "three.yaml"):
        (tmp_path / name).write_text(POD)
    _, out = _lint(tmp_path, paths="one.yaml\ntwo.yaml", summary="false")
    assert ("file=one.yaml" in out, "file=two.yaml" in out, "file=three.yaml" in out) == (True, True, False)
    assert not (tmp_path / "summary").exists()


def test_every_input_is_described_and_used() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    assert all(given["description"] for given in ACTION["inputs"].values())
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]


@pytest.mark.parametrize("name", ["install", "lint"])
def test_the_scripts_can_be_run(name: str) -> None:
    assert os.access(CI / "github" / name, os.X_OK)
    subprocess.run(["bash", "-n", str(CI / "github" / name)], check=True)


def test_the_job_of_gitlab_runs_what_there_is() -> None:
    head, job = yaml.safe_load_all((CI / "gitlab/kubelint.yml").read_text("utf-8"))
    assert "default" not in head["spec"]["inputs"]["source"]
    reports = job["kubelint"]["artifacts"]["reports"]
    assert {f"gitlab={reports['codequality']}", f"junit={reports['junit']}"} <= set(
        job["kubelint"]["script"][1].split()
    )
    used = set(re.findall(r"inputs\.([a-z]+)", json.dumps(job)))
    assert used == set(head["spec"]["inputs"])


def test_the_container_is_not_root_and_gets_what_the_package_needs() -> None:
    text = (CI / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    kept = re.findall(r"^!(.+)$", (CI / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE)
    assert all((ROOT / name).exists() for name in kept)
    assert {"kubelint", "rules", "schemas", "pyproject.toml", "README.md", "LICENSE"} == set(kept)
