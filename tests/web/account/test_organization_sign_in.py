"""Signing in by the provider of an organization: who comes in, who is believed about whom, and who is refused."""

import datetime
from typing import Any

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from moondesk.accounts.models import User
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actions.providers import ProviderChange, change_provider
from moondesk.organizations.actor import system_actor
from moondesk.organizations.models import Member
from moondesk.organizations.providers import key_of
from moondesk.organizations.sign_in_models import IdentityProvider
from moondesk.organizations.sign_in_rules import ways_of
from moondesk.web.account.oidc import verified_claims
from tests.harness.oidc import Oidc, away, come_back
from tests.harness.people import PASSWORD, Cast
from tests.organizations.making import make_proven_domain, make_provider
from tests.web.account.test_fresh_proof import came_by_provider

DOMAIN = "acme.test"


@pytest.fixture
def provider(cast: Cast, oidc: Oidc) -> IdentityProvider:
    """Acme's provider, for its proven domain; who comes by it joins as an agent."""
    with tenancy.organization(cast.acme.pk):
        make_proven_domain(DOMAIN)
        return make_provider(oidc.issuer, domains=[DOMAIN], default_role="support_agent", name="Acme login")


def _key(provider: IdentityProvider) -> str:
    return str(key_of(provider))


def _force(cast: Cast, provider: IdentityProvider) -> None:
    with tenancy.organization(cast.acme.pk):
        IdentityProvider.objects.filter(pk=provider.pk).update(tested_at=now())
        row = IdentityProvider.objects.get(pk=provider.pk)
        change_provider(row, ProviderChange(is_forced=True), by=system_actor(cast.acme.pk))


def test_a_new_person_joins_and_is_known_to_that_organization_only(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client
) -> None:
    assert "Acme login" in client.get("/acme/sign-in").content.decode()
    assert client.post("/accounts/organization", {"email": "nora@acme.test"})["Location"] == "/acme/sign-in"
    oidc.knows("nora-1", email="Nora@acme.test", email_verified=True, name="Nora New")
    back = oidc.sign_in(client, _key(provider), "nora-1", next="/acme/desk/")
    assert (back.status_code, back["Location"]) == (302, "/acme/desk/")
    assert client.get("/acme/desk/").status_code == 200
    with tenancy.organization(cast.acme.pk):
        member = Member.objects.get(user__email="nora@acme.test")
        assert (member.roles, member.name) == (["support_agent"], "Nora New")
    for page in ("/accounts/connected", "/accounts/password/change/", "/accounts/email/"):
        assert client.get(page).status_code == 403, page
    with tenancy.organization(cast.globex.pk):
        Member.objects.create(user=member.user, name="Nora", roles=["owner"])
    assert client.get("/globex/desk/")["Location"].startswith("/globex/sign-in?")
    headers = {"Moondesk-Organization": "globex"}
    assert client.get("/api/v1/tickets", headers=headers).json()["code"] == "sign_in_elsewhere"
    client.post("/accounts/logout/")
    assert oidc.sign_in(client, _key(provider), "nora-1")["Location"] == "/"
    assert SocialAccount.objects.filter(user=member.user).count() == 1


def test_a_known_person_is_found_by_a_verified_address_of_a_proven_domain(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client
) -> None:
    oidc.knows("ana-1", email="ana@acme.test", email_verified=True)
    assert oidc.sign_in(client, _key(provider), "ana-1", next="/acme/desk/")["Location"] == "/acme/desk/"
    assert SocialAccount.objects.get(uid="ana-1").user == cast.agent.user
    oidc.knows("ana-1", email="ana.married@acme.test", email_verified=False)
    other = Client()
    assert oidc.sign_in(other, _key(provider), "ana-1", next="/acme/desk/").status_code == 302
    assert other.get("/acme/desk/").status_code == 200


@pytest.mark.parametrize(
    ("sub", "claims", "said"),
    [
        ("ana-2", {"email": "ana@acme.test", "email_verified": False}, "does not say that your address is verified"),
        ("ana-3", {"email": "ana@acme.test"}, "does not say that your address is verified"),
        ("eve-1", {"email": "eve@elsewhere.test", "email_verified": True}, "not of a domain it is for"),
        ("olivia-1", {"email": "olivia@acme.test", "email_verified": True}, "There is an account with your address"),
    ],
)
def test_who_is_not_believed_is_told_why(
    oidc: Oidc, provider: IdentityProvider, client: Client, sub: str, claims: dict[str, Any], said: str
) -> None:
    oidc.knows(sub, **claims)
    back = oidc.sign_in(client, _key(provider), sub)
    assert back.status_code == 403
    assert said in back.content.decode()
    assert not SocialAccount.objects.exists()
    assert client.get("/acme/desk/")["Location"].startswith("/accounts/login")


def test_without_proof_of_the_domain_one_signs_in_as_before_and_connects(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client
) -> None:
    with tenancy.organization(cast.globex.pk):
        other = make_provider(oidc.issuer, default_role="support_agent")
    oidc.knows("ana-4", email="ana@acme.test", email_verified=True)
    assert "not proven" in oidc.sign_in(client, _key(other), "ana-4").content.decode()
    cast.agent.user.set_password(PASSWORD)
    cast.agent.user.save()
    client.force_login(cast.agent.user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "Only members" in oidc.sign_in(client, _key(other), "ana-4", process="connect").content.decode()
    back = oidc.sign_in(client, _key(provider), "ana-4", process="connect")
    assert back["Location"] == "/accounts/connected"
    account = SocialAccount.objects.get()
    assert (account.user, account.provider) == (cast.agent.user, _key(provider))
    user = cast.agent.user
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    came_by_provider(client, user)
    client.post(f"/accounts/connected/{account.pk}/disconnect")
    assert SocialAccount.objects.exists(), "the last way in stays"
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(f"/accounts/connected/{account.pk}/disconnect")
    assert not SocialAccount.objects.exists()


def test_a_deactivated_member_stays_out_and_a_provider_that_is_off_leads_nowhere(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client
) -> None:
    oidc.knows("ana-5", email="ana@acme.test", email_verified=True)
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.agent.member.pk if cast.agent.member else None).update(is_active=False)
    assert "deactivated" in oidc.sign_in(client, _key(provider), "ana-5").content.decode()
    started = oidc.agree(away(client.post(f"/accounts/with/{_key(provider)}")), "ana-5")
    with tenancy.organization(cast.acme.pk):
        IdentityProvider.objects.update(is_on=False)
    assert "switched off" in come_back(client, started).content.decode()
    assert client.post(f"/accounts/with/{_key(provider)}").status_code == 404


def test_an_answer_counts_once_and_for_the_organization_and_browser_that_asked(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client
) -> None:
    with tenancy.organization(cast.globex.pk):
        other = make_provider(oidc.issuer)
    oidc.knows("ana-6", email="ana@acme.test", email_verified=True)
    asked = away(client.post(f"/accounts/with/{_key(provider)}"))
    assert "code_challenge_method=S256" in asked
    back = oidc.agree(asked, "ana-6")
    assert come_back(client, back.replace(_key(provider), _key(other))).status_code == 403
    assert come_back(Client(), back).status_code == 403
    assert come_back(client, back).status_code == 302
    client.logout()
    assert come_back(client, back).status_code == 403
    again = oidc.agree(away(client.post(f"/accounts/with/{_key(provider)}")).replace("nonce=", "nonce=x"), "ana-6")
    assert "does not belong to this sign-in" in come_back(client, again).content.decode()
    elsewhere = oidc.agree(away(client.post(f"/accounts/with/{_key(provider)}")), "ana-6")
    assert come_back(client, elsewhere + "&iss=https://evil.test").status_code == 403


def test_people_of_a_proven_domain_come_in_only_by_the_provider_but_for_owners(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client, client_of: Any
) -> None:
    _force(cast, provider)
    by_password = client_of(cast.agent)
    assert by_password.get("/acme/desk/")["Location"].startswith("/acme/sign-in?next=")
    assert by_password.get("/acme/help/")["Location"].startswith("/acme/sign-in?next=")
    headers = {"Moondesk-Organization": "acme"}
    assert by_password.get("/api/v1/tickets", headers=headers).json()["code"] == "sign_in_elsewhere"
    assert client_of(cast.owner).get("/acme/desk/").status_code == 200
    assert client_of(cast.customer).get("/acme/help/").status_code == 200
    oidc.knows("ana-7", email="ana@acme.test", email_verified=True)
    assert oidc.sign_in(client, _key(provider), "ana-7").status_code == 302
    assert client.get("/acme/desk/").status_code == 200


def test_no_provider_is_reached_in_a_network_that_nobody_opened(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client, settings: Any
) -> None:
    settings.EGRESS_NETWORKS = []
    answer = client.post(f"/accounts/with/{_key(provider)}")
    assert (answer.status_code, "could not be used now" in answer.content.decode()) == (403, True)


def test_an_unverified_stranger_with_ones_address_loses_the_password_they_chose(
    cast: Cast, oidc: Oidc, provider: IdentityProvider, client: Client
) -> None:
    squatter = User.objects.create_user("lena@acme.test", PASSWORD, name="Not Lena")
    EmailAddress.objects.create(user=squatter, email=squatter.email, primary=True, verified=False)
    oidc.knows("lena-1", email="lena@acme.test", email_verified=True)
    oidc.sign_in(client, _key(provider), "lena-1")
    squatter.refresh_from_db()
    assert not squatter.has_usable_password()


_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_KEYS = {"keys": [jwt.algorithms.RSAAlgorithm.to_jwk(_RSA.public_key(), as_dict=True) | {"kid": "k1", "use": "sig"}]}


def _token(key: Any = _RSA, algorithm: str = "RS256", **changes: Any) -> str:
    moment = datetime.datetime.now(datetime.UTC)
    claims = {
        "iss": "https://id.test", "aud": "us", "sub": "1", "iat": moment, "exp": moment + datetime.timedelta(minutes=5),
    }  # fmt: skip
    kept = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": "k1"})


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.test"}, {"aud": "them"}, {"aud": ["us", "them"]}, {"azp": "them"}, {"sub": ""},
        {"sub": None}, {"exp": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, {"iat": None},
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
        {"key": "a secret that two of them know, and so long", "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
        {"iat": datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)},
    ],
    ids="-".join,
)  # fmt: skip
def test_an_id_token_counts_only_when_it_is_signed_for_us_and_of_now(changes: dict[str, Any]) -> None:
    known = {"issuer": "https://id.test", "client_id": "us"}
    assert verified_claims(_token(), _KEYS, **known)["sub"] == "1"
    late = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=30)
    assert verified_claims(_token(exp=late), _KEYS, **known), "clocks may differ a little"
    with pytest.raises(OAuth2Error):
        verified_claims(_token(**changes), _KEYS, **known)


def test_how_far_a_way_leads() -> None:
    key = "org-" + "1" * 32 + "-" + "2" * 32
    by_provider = {"method": "socialaccount", "provider": key}
    assert ways_of(None).confined_to is None
    assert ways_of([by_provider]).confined_to
    assert ways_of([by_provider, {"method": "mfa", "type": "totp"}]).confined_to
    assert ways_of([by_provider, {"method": "password", "reauthenticated": True}]).confined_to is None
    assert ways_of([{"method": "socialaccount", "provider": "google"}]).confined_to is None
