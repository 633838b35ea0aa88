from __future__ import annotations

import pytest

from kubelint.config import BundleSetting, Settings
from kubelint.finding import Severity
from kubelint.workspace import Answer
from tests.workspace.estate import deployment, one, secret, service, workspace_of

USER = deployment("web", app="web")


def ask(others: str, kind: str, name: str, settings: Settings | None = None, beside: bool = False) -> Answer:
    workspace = workspace_of({"all.yaml": USER + others}, settings)
    return workspace.resolve("", kind, name, one(workspace, "Deployment", "web"), beside=beside)


def test_a_given_object_resolves() -> None:
    answer = ask(secret("db"), "Secret", "db")
    assert answer.found
    assert not answer.wrong


def test_a_near_miss_is_wrong_at_the_rules_severity() -> None:
    answer = ask(secret("database") + secret("other"), "Secret", "databse")
    assert answer.wrong
    assert answer.severity is None
    assert answer.hint == "did you mean `database`?"


@pytest.mark.parametrize(("given", "asked"), [("web-1", "web-2"), ("pg-rw", "pg-ro"), ("shop-api", "shop-app")])
def test_what_tells_two_things_apart_is_no_near_miss(given: str, asked: str) -> None:
    assert not ask(secret(given), "Secret", asked).wrong


def test_what_is_often_made_elsewhere_is_unknown() -> None:
    assert ask(secret("other"), "Secret", "db") == Answer()


def test_what_lives_beside_its_user_is_wrong_with_less_certainty() -> None:
    answer = ask(service("other", app="other"), "Service", "cart", beside=True)
    assert answer.wrong
    assert answer.severity is Severity.WARNING


def test_nothing_of_the_kind_given_is_unknown() -> None:
    assert not ask("", "Service", "cart", beside=True).wrong


def test_a_complete_bundle_proves_absence() -> None:
    settings = Settings(bundles=(BundleSetting(".", complete=True),))
    answer = ask("", "Secret", "db", settings)
    assert answer.wrong
    assert answer.severity is None


def test_what_the_config_calls_external_is_unknown() -> None:
    complete = BundleSetting(".", complete=True)
    settings = Settings(bundles=(complete,), external={"secrets": ("db-*",)})
    assert not ask("", "Secret", "db-main", settings).wrong
    assert ask("", "Secret", "cache", settings).wrong


@pytest.mark.parametrize("name", ["{{ .Values.secret }}", "${SECRET}", "<your-secret>"])
def test_text_still_to_be_rendered_is_unknown(name: str) -> None:
    assert not ask("", "Secret", name, Settings(bundles=(BundleSetting(".", complete=True),))).wrong


def test_another_namespace_is_a_near_miss() -> None:
    workspace = workspace_of({"a.yaml": deployment("web", "shop", app="web") + secret("token", "infra")})
    answer = workspace.resolve("", "Secret", "token", one(workspace, "Deployment", "web"))
    assert answer.wrong
    assert answer.hint == "`token` exists in namespace `infra`"


def test_a_namespace_that_nobody_states_may_be_any() -> None:
    workspace = workspace_of({"a.yaml": USER + secret("token", "infra") + secret("other", "shop")})
    assert workspace.resolve("", "Secret", "token", one(workspace, "Deployment", "web")).found


MAKERS = {
    "external": "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: x}\n"
    "spec: {target: {name: db}}",
    "sealed": "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: db}",
    "certificate": "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: x}\nspec: {secretName: db}",
    "connection": "apiVersion: sql.example.org/v1\nkind: Database\nmetadata: {name: x}\n"
    "spec: {writeConnectionSecretToRef: {name: db}}",
}


@pytest.mark.parametrize("maker", MAKERS)
def test_what_will_be_made_is_resolved(maker: str) -> None:
    answer = ask(f"---\n{MAKERS[maker]}\n", "Secret", "db", Settings(bundles=(BundleSetting(".", complete=True),)))
    assert answer.found
    assert answer.maker is not None
