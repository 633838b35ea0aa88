"""``kubelint check``: what it prints where, and how it ends."""

from __future__ import annotations

import json

import pytest

from tests.cli.terminal import ONLY, POD, Terminal

LINE = "pod.yaml:10:20: warning: runs as root (UID 0) [run-as-root]\n"


def test_a_finding_is_one_line_and_exit_1(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    assert terminal.run("check", *ONLY) == (1, LINE, "kubelint: 1 warning in 1 file (1 object)\n")


def test_paths_are_shown_as_given(terminal: Terminal) -> None:
    terminal.write("a/b/pod.yaml", POD)
    given = (".", "a", "a/b/", "a/b/pod.yaml", str(terminal.folder / "a"))
    shown = [terminal.run("check", *ONLY, path).out.partition(":")[0] for path in given]
    assert shown == ["a/b/pod.yaml"] * 4 + [(terminal.folder / "a/b/pod.yaml").as_posix()]


def test_each_file_is_read_once_in_the_order_of_names(terminal: Terminal) -> None:
    for name in ("b.yaml", "a/z.yaml", "c.json"):
        terminal.write(name, POD if name.endswith("yaml") else json.dumps({"apiVersion": "v1", "kind": "Pod"}))
    (terminal.folder / "link.yaml").symlink_to("b.yaml")
    lines = terminal.run("check", "--select", "run-as-root", "b.yaml", ".", "a").out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["a/z.yaml", "b.yaml"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "info"], 1),
        (["--exit-zero"], 0),
        (["--ignore", "run-as-root"], 0),
        (["--ignore", "security"], 0),
    ],
)
def test_exit_code(terminal: Terminal, options: list[str], code: int) -> None:
    terminal.write("pod.yaml", POD)
    assert terminal.run("check", *ONLY, *options).code == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "there is no command `chek`; did you mean `check`?"),
        (["check", "pdo.yaml"], "there is no file or folder `pdo.yaml`; did you mean `pod.yaml`?"),
        (["check", "--schema-location", "nowhere"], "there is no file or folder of schemas `nowhere`"),
        (["check", "--select", "run-as-rot"], "there is no rule or category `run-as-rot`; did you mean `run-as-root`?"),
        (["check", "--select", "strict"], "`strict` is a preset, not a rule; choose it with `--preset strict`"),
        (["check", "--preset", "stric"], "there is no preset `stric`; did you mean `strict`?"),
        (["check", "--output-format", "jsn"], "there is no output format `jsn`; did you mean `json`?"),
        (["check", "--kubernetes-version", "1.x"], "`1.x` is not a Kubernetes version"),
        (["check", "--now", "yesterday"], "`yesterday` is no date; write one like `2026-11-22`"),
        (["check", "--config", "none.yaml"], "none.yaml: cannot be read: no such file or directory"),
        (["check", "--output-file", "no/such/folder"], "cannot write `no/such/folder`: no such file or directory"),
        (["check", "--output-format", "text", "--output-format", "json"], "two formats go to the same place"),
        (["explain", "run-as-rot"], "there is no rule `run-as-rot`; did you mean `run-as-root`?"),
        (["explain", "security"], "it is a category: `kubelint rules security` lists its rules"),
        (["rules", "securty"], "there is no category `securty`; did you mean `security`?"),
    ],
)
def test_a_mistake_is_one_clear_sentence_and_exit_2(terminal: Terminal, arguments: list[str], words: str) -> None:
    terminal.write("pod.yaml", POD)
    result = terminal.run(*arguments)
    assert result.code == 2
    assert words in result.err
    assert "Traceback" not in result.err


def test_a_missing_path_hides_nothing_of_the_others(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    result = terminal.run("check", *ONLY, "gone.yaml", "pod.yaml")
    assert result.code == 2
    missing = "gone.yaml:1:1: error: cannot be read: no such file or directory [unreadable-input]\n"
    assert result.out == missing + LINE


def test_what_an_alias_repeats_is_told_once(terminal: Terminal) -> None:
    shared = "spec: &shared\n  containers: [{name: a, image: x:1, securityContext: {runAsUser: 0}}]\n"
    terminal.write("pod.yaml", f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n{shared}  initContainers:\n")
    text = (terminal.folder / "pod.yaml").read_text().replace("[{name", "[&c {name").replace("&shared", "")
    terminal.write("pod.yaml", text.replace("initContainers:", "initContainers: [*c]"))
    assert len(terminal.run("check", *ONLY).out.splitlines()) == 1


def test_several_formats_at_once(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    out = terminal.run("check", *ONLY, "--output-format", "text", "--output-format", "json=report.json").out
    assert out == LINE
    report = json.loads((terminal.folder / "report.json").read_text())
    assert [finding["rule"] for finding in report["findings"]] == ["run-as-root"]


def test_output_file(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    assert terminal.run("check", *ONLY, "--output-file", "report.txt", "--quiet") == (1, "", "")
    assert (terminal.folder / "report.txt").read_text() == LINE


def test_a_folder_without_manifests_warns_and_passes(terminal: Terminal) -> None:
    terminal.write("values.yaml", "replicas: 1\n")
    result = terminal.run("check", "-v")
    assert result.code == 0
    assert "warning: no manifests found" in result.err
    assert "skipped values.yaml, document 0: Helm values" in result.err


def test_statistics_count_each_rule(terminal: Terminal) -> None:
    terminal.write("pods.yaml", f"{POD}---\n{POD}")
    assert "     2  warning  run-as-root\n" in terminal.run("check", *ONLY, "--statistics").err


def test_unreadable_input_is_a_finding_and_exit_2(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    terminal.write("logo.yaml", b"\x89PNG\r\n\0\0\0")
    terminal.write("large.yaml", POD + "# " + "x" * 1000)
    result = terminal.run("check", *ONLY, "--max-file-size", "1000", "--exit-zero")
    assert result.code == 2
    assert [line.rpartition(" ")[2] for line in result.out.splitlines()] == [
        "[unreadable-input]",
        "[unreadable-input]",
        "[run-as-root]",
    ]


def test_loops_of_links_end(terminal: Terminal) -> None:
    terminal.write("a/pod.yaml", POD)
    (terminal.folder / "a/loop").symlink_to("..", target_is_directory=True)
    (terminal.folder / "self.yaml").symlink_to("self.yaml")
    result = terminal.run("check", *ONLY)
    assert result.code == 2
    assert [line.partition(":")[0] for line in result.out.splitlines()] == ["a/pod.yaml", "self.yaml"]


def test_a_large_file_is_read(terminal: Terminal) -> None:
    terminal.write("large.yaml", POD + ("# " + "x" * 997 + "\n") * 100_000)
    assert terminal.run("check", *ONLY).out.startswith("large.yaml:10:20: warning:")


def test_fifty_thousand_brackets(terminal: Terminal) -> None:
    terminal.write("deep.yaml", "[" * 50_000)
    result = terminal.run("check")
    assert result.code == 2
    assert "[unreadable-input]" in result.out


def test_context_is_related_and_not_reported(terminal: Terminal) -> None:
    terminal.write(
        "service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n"
    )
    terminal.write("others/pod.yaml", POD)
    result = terminal.run("check", *ONLY, "service.yaml", "--context", ".")
    assert result == (0, "", "kubelint: no findings in 1 file (1 object)\n")


def test_exclude_holds_for_walks_and_by_force_for_names(terminal: Terminal) -> None:
    terminal.write("vendor/pod.yaml", POD)
    exclude = ("check", *ONLY, "--exclude", "vendor/")
    assert terminal.run(*exclude).code == 0
    assert terminal.run(*exclude, "vendor/pod.yaml").code == 1
    assert terminal.run(*exclude, "vendor/pod.yaml", "--force-exclude").code == 0


def test_invalid_yaml_speaks_whatever_is_selected(terminal: Terminal) -> None:
    terminal.write("broken.yaml", "kind: Pod\napiVersion: v1\nmetadata: a: b\n")
    assert "[invalid-yaml]" in terminal.run("check", *ONLY).out
    assert terminal.run("check", *ONLY, "--ignore", "invalid-yaml").out == ""


def test_colours_when_asked_for(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    assert "\x1b[" in terminal.run("check", *ONLY, "--color", "always").out
    assert "\x1b[" not in terminal.run("check", *ONLY).out
    assert "\x1b[" not in terminal.run("check", *ONLY, "--color", "always", "--output-format", "json").out


def test_a_version_above_the_newest_is_answered_by_the_newest_and_says_so(terminal: Terminal) -> None:
    terminal.write("pod.yaml", POD)
    done = terminal.run("check", *ONLY, "--kubernetes-version", "1.99")
    assert "Kubernetes 1.99 is newer than the newest known version: judging by 1.37" in done.err
