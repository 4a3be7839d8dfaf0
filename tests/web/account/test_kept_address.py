"""Who has to come in by their organization's provider gets not round it: by no address, by no page nobody named."""

import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client
from django.urls import ResolverMatch

from moondesk.accounts.models import User
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.organizations.models import Organization
from moondesk.organizations.providers import keeps_address
from moondesk.organizations.sign_in_rules import ProviderKey
from moondesk.web.signed_in import needs_own_way
from tests.harness.people import PASSWORD, Cast
from tests.web.account.test_fresh_proof import came_by_provider

pytestmark = pytest.mark.django_db
HOME = "ana@home.test"


@pytest.fixture
def ana(cast: Cast) -> User:
    """The agent, who has a password and signed in by it."""
    user = cast.agent.user
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def signed_in(ana: User) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD}).status_code == 302
    return client


def force(cast: Cast, domain: str = "acme.test") -> None:
    """Let a provider be the only way in for a domain, as it stays when the proof of it is lost."""
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(forced_sign_in=[f"{domain}={uuid.uuid4().hex}"])


def test_an_address_whose_domain_is_forced_is_kept(cast: Cast, ana: User, signed_in: Client) -> None:
    force(cast)
    answer = signed_in.post("/accounts/email/", {"email": HOME, "action_add": ""})
    assert "decides how you sign in" in answer.content.decode()
    assert not EmailAddress.objects.filter(email=HOME).exists()


def test_a_change_that_was_begun_before_is_not_confirmed_after(cast: Cast, ana: User, signed_in: Client) -> None:
    pending = EmailAddress.objects.create(user=ana, email=HOME)
    link = f"/accounts/confirm-email/{EmailConfirmationHMAC(pending).key}/"
    force(cast)
    answer: Any = signed_in.post(link, follow=True)
    assert "decides how you sign in" in answer.content.decode()
    ana.refresh_from_db()
    assert ana.email == "ana@acme.test"
    assert not EmailAddress.objects.get(email=HOME).verified
    force(cast, "other.test")
    signed_in.post(link)
    ana.refresh_from_db()
    assert ana.email == HOME


def test_it_holds_where_somebody_works(cast: Cast, ana: User) -> None:
    with tenancy.organization(cast.globex.pk):
        Organization.objects.update(forced_sign_in=[f"acme.test={uuid.uuid4().hex}"])
    assert not keeps_address(ana)
    force(cast)
    assert keeps_address(ana)


def test_a_page_that_nobody_named_is_closed_to_who_came_by_a_provider(cast: Cast, ana: User, rf: Any) -> None:
    client = Client()
    client.force_login(ana)
    came_by_provider(client, ana, provider=str(ProviderKey(cast.acme.pk, new_id())))
    for path in ("/accounts/security/", "/accounts/email/", "/accounts/profile", "/organizations/new"):
        assert client.get(path).status_code == 403, path
    for path in ("/organizations/", "/accounts/login/", "/language"):
        assert client.get(path).status_code != 403, path
    request = rf.get("/accounts/tomorrow")
    request.user, request.session = ana, client.session
    request.resolver_match = ResolverMatch(lambda _request: None, (), {}, "tomorrow")
    assert needs_own_way(request)
