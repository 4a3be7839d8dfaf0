"""Settings of signing in, by page and API: a provider is added, tested, proven, made the only way in, removed."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.domains import record_name, record_of
from moondesk.organizations.models import Organization
from moondesk.organizations.providers import key_of
from moondesk.organizations.sign_in_models import IdentityProvider
from tests.harness.names import Names
from tests.harness.oidc import Oidc, away, come_back
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE = "/acme/settings/sign-in"


def test_a_provider_is_added_tested_proven_and_made_the_only_way_in(
    cast: Cast, oidc: Oidc, names: Names, client_of: Any
) -> None:
    owner = client_of(cast.owner)
    given = {"which": "new", "name": "Acme login", "client_id": "us", "secret": "s3cret", "domains": "acme-travel.test"}
    wrong = owner.post(PAGE, given | {"issuer": "ftp://x", "default_role": "owner"})
    assert wrong.status_code == 422
    assert owner.post(PAGE, given | {"issuer": oidc.issuer, "default_role": "owner"}).status_code == 422
    assert owner.post(PAGE, given | {"issuer": oidc.issuer}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        row = IdentityProvider.objects.get()
        name, record = record_name("acme-travel.test"), record_of("acme-travel.test")
    assert b"s3cret" not in bytes(row.secret)
    page = owner.get(PAGE).content.decode()
    assert record in page
    assert f"/accounts/sso/{key_of(row)}/callback" in page
    assert "s3cret" not in page

    forced = {"name": "Acme login", "domains": "acme-travel.test", "is_on": "on", "is_forced": "on"}
    assert "Test the provider first" in owner.post(f"{PAGE}/{row.pk}", forced).content.decode()
    oidc.knows("o-1", email="olivia@acme-travel.test", email_verified=True, name="Olivia")
    back = come_back(owner, oidc.agree(away(owner.post(f"{PAGE}/{row.pk}/test")), "o-1"))
    assert back["Location"] == PAGE
    told = owner.get(PAGE).content.decode()
    assert "You came back from Acme login." in told
    assert "the domain is not proven" in told
    assert "Prove a domain" in owner.post(f"{PAGE}/{row.pk}", forced).content.decode()
    assert "not there yet" in owner.post(f"{PAGE}/domains", {"domain": "acme-travel.test"}).content.decode()
    names.add(name, "TXT", record)
    assert owner.post(f"{PAGE}/domains", {"domain": "acme-travel.test"}).status_code == 302
    assert owner.post(f"{PAGE}/{row.pk}", forced).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Organization.objects.get().forced_sign_in == [f"acme-travel.test={row.pk.hex}"]
        assert [one.name for one in Event.objects.filter(subject_id=row.pk).order_by("id")] == [
            "identity_provider.added", "identity_provider.changed",
        ]  # fmt: skip
    assert client_of(cast.administrator).post(f"{PAGE}/{row.pk}/removal").status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Organization.objects.get().forced_sign_in == []
    assert client_of(cast.agent).get(PAGE).status_code == 403


def test_a_trial_that_fails_says_why(cast: Cast, oidc: Oidc, client_of: Any) -> None:
    owner = client_of(cast.owner)
    given = {"which": "new", "name": "Acme login", "client_id": "us", "secret": "s3cret", "issuer": oidc.issuer}
    assert owner.post(PAGE, given).status_code == 302
    with tenancy.organization(cast.acme.pk):
        row = IdentityProvider.objects.get()

    for issuer, status, said in ((f"{oidc.issuer}/elsewhere", 403, "did not answer"), (oidc.issuer, 200, "Acme login")):
        with tenancy.organization(cast.acme.pk):
            IdentityProvider.objects.update(issuer=issuer)
        answer = owner.post(f"{PAGE}/{row.pk}/test")
        page = answer.content.decode()
        assert (answer.status_code, said in page, f'href="{PAGE}"' in page) == (status, True, status == 403)
    way_back = f"/accounts/sso/{key_of(row)}/callback"
    for answer, said in (("code=made-up", "client ID and secret"), ("error=unauthorized_client", "refused before it")):
        asked = parse_qs(urlsplit(away(owner.post(f"{PAGE}/{row.pk}/test"))).query)
        page = owner.get(f"{way_back}?{answer}&state={asked['state'][0]}").content.decode()
        assert said in page
        assert "s3cret" not in page
    oidc.knows("o-1", email="olivia@acme-travel.test", email_verified=True)
    back = oidc.agree(away(owner.post(f"{PAGE}/{row.pk}/test")), "o-1")
    assert "is another issuer" in come_back(owner, f"{back}&iss=https://elsewhere.test").content.decode()
    assert "Begin anew" in owner.get(f"{way_back}?code=x&state=unknown").content.decode(), "no trial, no details"


def test_programs_manage_providers_too(cast: Cast, oidc: Oidc, client: Any, token_of: Any) -> None:
    headers = {"Authorization": f"Bearer {token_of(cast.owner)}"}

    def ask(method: str, path: str, **body: Any) -> Any:
        return client.generic(method, f"/api/v1{path}", _json(body), content_type="application/json", headers=headers)

    given = {
        "name": "Login",
        "issuer": oidc.issuer,
        "client_id": "us",
        "client_secret": "s3cret",
        "domains": ["Acme.test"],
    }
    made = ask("POST", "/identity-providers", **given)
    assert made.status_code == 201
    assert "s3cret" not in made.content.decode()
    assert (made.json()["is_on"], made.json()["domains"][0]["domain"]) == (False, "acme.test")
    assert ask("POST", "/identity-providers", **given).status_code == 422
    at = f"/identity-providers/{made.json()['id']}"
    assert ask("PATCH", at, is_on=True).json()["is_on"] is True
    assert ask("PATCH", at, is_forced=True).json()["code"] == "provider_not_tested"
    assert ask("PATCH", at, issuer="https://other.test").status_code in (400, 422)
    assert ask("POST", "/domain-proofs", domain="acme.test").json()["code"] == "domain_not_proven"
    stranger = {"Authorization": f"Bearer {token_of(cast.stranger)}"}
    assert client.delete(f"/api/v1{at}", headers=stranger).status_code == 404
    assert ask("DELETE", at).status_code == 204
    assert ask("GET", "/identity-providers").json()["items"] == []


def _json(body: dict[str, Any]) -> str:
    import json

    return json.dumps(body)
