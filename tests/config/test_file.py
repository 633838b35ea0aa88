"""The configuration file: what it may say, and what it is told where it errs."""

from __future__ import annotations

import json
import pathlib

import jsonschema
import pytest
import yaml

from kubelint.api import config_schema, lint_paths, load_settings, settings_in_force
from kubelint.config import BundleSetting
from kubelint.errors import ConfigError, UsageError
from kubelint.finding import Severity
from kubelint.kube.versions import VersionRange
from tests.cli.terminal import POD

EXAMPLE = """\
kubernetes: "1.29-1.34"
presets: [recommended, availability]
extend-select: [run-as-root]
ignore: [deprecated-api]
severity: {run-as-root: error}
fail-on: info
exclude: ["vendor/**"]
paths:
  "overlays/dev/**": {ignore: [missing-readiness-probe]}
schemas: [crds/]
bundles: [{path: overlays/prod, complete: true}]
external: {secrets: ["*/registry-pull"], namespaces: [infra], ingress-classes: [public]}
"""


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _wrong(folder: pathlib.Path, text: str) -> list[str]:
    (folder / ".kubelint.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    return str(caught.value).splitlines()


def test_everything_that_it_may_say(folder: pathlib.Path) -> None:
    (folder / ".kubelint.yaml").write_text(EXAMPLE)
    settings = load_settings()
    assert settings.versions == VersionRange.parse("1.29-1.34")
    assert settings.severity == {"run-as-root": Severity.ERROR}
    assert settings.fail_on is Severity.INFO
    assert settings.exclude == ("vendor/**",)
    assert settings.schemas == ("crds/",)
    assert settings.bundles == (BundleSetting("overlays/prod", complete=True),)
    assert settings.external["ingressclasses"] == ("public",)
    assert settings.rules is not None
    assert "run-as-root" in settings.rules
    assert "deprecated-api" not in settings.rules


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("presets: [recomended]", "1:11: unknown value `recomended`; did you mean `recommended`? in `presets.0`"),
        ("ignore:\n  - run-as-rot", "2:5: unknown value `run-as-rot`; did you mean `run-as-root`? in `ignore.0`"),
        ("optionz: {}", "1:1: unknown key `optionz`; did you mean `options`?"),
        (
            "severity: {run-as-root: eror}",
            "1:25: unknown value `eror`; did you mean `error`? in `severity.run-as-root`",
        ),
        ("ignore: run-as-root", "1:9: expected a list, found `run-as-root` in `ignore`"),
        ("exclude: [true]", "1:11: expected text, found `true` in `exclude.0`"),
        ("bundles: [{complete: true}]", "1:11: `path` is missing in `bundles.0`"),
        ("external: {secret: [x]}", "1:12: unknown key `secret`; did you mean `secrets`? in `external`"),
        ("external: {secrts: [x]}", "1:12: unknown key `secrts`; did you mean `secrets`? in `external`"),
        (
            'options: {missing-label: {labels: [{key: team, pattern: "[a"}]}}',
            "1:57: `[a` is no regular expression: unterminated character set at position 0 in `options.missing-label",
        ),
        ("options: {duplicate-node-port: {range: 3}}", "1:40: expected text, found `3`"),
        (
            "options: {duplicate-node-port: {range: wide}}",
            "1:40: `wide` is not understood; write it as in `30000-32767` in `options.duplicate-node-port.range`",
        ),
        ("kubernetes: 2.0", "1:13: `2.0` is not a Kubernetes version"),
        ("options: {run-as-root: {initcontainers: true}}", "1:25: unknown key `initcontainers`"),
        ("- a", "1:1: expected a mapping, found a list"),
        ("a: 1\n---\nb: 1", "3:1: a second document; one holds all settings"),
        ("a: [", "1:"),
        ("ignore: []\nignore: []", "2:1: key `ignore` is already set on line 1"),
    ],
)
def test_a_mistake_has_its_line_and_column(folder: pathlib.Path, text: str, message: str) -> None:
    assert _wrong(folder, text)[0].startswith(f".kubelint.yaml:{message}")


def test_all_mistakes_are_named(folder: pathlib.Path) -> None:
    assert len(_wrong(folder, "a: 1\nb: 1\nfail-on: never\n")) == 3


def test_an_empty_file_says_nothing(folder: pathlib.Path) -> None:
    (folder / ".kubelint.yaml").write_text("# nothing yet\n")
    assert load_settings().rules == load_settings(isolated=True).rules


def test_a_version_is_taken_as_written(folder: pathlib.Path) -> None:
    (folder / ".kubelint.yaml").write_text("kubernetes: 1.30\n")
    assert load_settings().versions.names == ("1.30",)


def test_the_nearest_file_above_is_read(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".kubelint.yaml").write_text("fail-on: error\n")
    monkeypatch.chdir(folder / "inner")
    assert load_settings().fail_on is Severity.ERROR
    assert load_settings(isolated=True).fail_on is Severity.WARNING
    (folder / "inner/.kubelint.yaml").write_text("fail-on: info\n")
    assert load_settings().fail_on is Severity.INFO


def test_paths_hold_from_the_folder_of_the_file(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".kubelint.yaml").write_text(
        "select: [run-as-root]\nexclude: [inner/c.yaml]\npaths:\n"
        "  inner/**: {severity: {run-as-root: error}}\n  inner/b.yaml: {ignore: [run-as-root]}\n"
    )
    for name in ("a", "b", "c"):
        (folder / f"inner/{name}.yaml").write_text(POD)
    monkeypatch.chdir(folder / "inner")
    found = lint_paths(["."], load_settings()).findings
    assert [(finding.file, finding.severity) for finding in found] == [("a.yaml", Severity.ERROR)]


def test_the_command_line_goes_before_the_file(folder: pathlib.Path) -> None:
    (folder / ".kubelint.yaml").write_text("presets: [strict]\nignore: [security]\nfail-on: error\n")
    line = {"select": ["run-as-root"], "fail-on": "info"}
    settings = load_settings(line)
    assert settings.rules is not None
    assert {rule for rule in settings.rules if rule == "run-as-root"} == {"run-as-root"}
    origins = {setting.key: (setting.value, setting.origin) for setting in settings_in_force(line)}
    assert origins["fail-on"] == ("info", "command line")
    assert origins["select"] == (["run-as-root"], "command line")
    assert "ignore" not in origins
    assert origins["kubernetes"][1] == "default"


def test_what_the_line_adds(folder: pathlib.Path) -> None:
    (folder / ".kubelint.yaml").write_text("ignore: [run-as-root]\n")
    rules = load_settings({"ignore": ["deprecated-api"]}).rules
    assert rules is not None
    assert {"run-as-root", "deprecated-api"} & rules == set()


def test_presets_add_up_and_unknown_ones_are_named(folder: pathlib.Path) -> None:
    both = load_settings({"presets": ["security", "availability"]}).rules
    apart = [load_settings({"presets": [name]}).rules or frozenset() for name in ("security", "availability")]
    assert both == apart[0] | apart[1]
    with pytest.raises(UsageError, match="did you mean `security`"):
        load_settings({"presets": ["securty"]})


def test_the_published_schema_agrees_with_our_own_validator(folder: pathlib.Path) -> None:
    schema = config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    judge.validate(yaml.safe_load(EXAMPLE))
    for text in ("optionz: {}", "ignore: run-as-root", "external: {secret: [x]}", "bundles: [{complete: true}]"):
        assert list(judge.iter_errors(yaml.safe_load(text))), text
        assert _wrong(folder, text)


def test_the_schema_is_json(folder: pathlib.Path) -> None:
    assert json.loads(json.dumps(config_schema()))["properties"]["options"]["properties"]


def test_paths_of_bundles_and_schemas_are_found_from_below(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".kubelint.yaml").write_text("bundles: [{path: inner/prod}]\nschemas: [crds]\n")
    monkeypatch.chdir(folder / "inner")
    settings = load_settings()
    assert settings.bundles == (BundleSetting("prod"),)
    assert settings.schemas == ("../crds",)
