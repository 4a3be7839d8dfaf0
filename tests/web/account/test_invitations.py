"""Invitations: one link, one address, once."""

import datetime
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actions import invite_member, revoke_invitation
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import Role
from tests import factories
from tests.harness.people import Cast, Person

EMAIL = "nora@example.test"


@pytest.fixture
def invited(cast: Cast) -> tuple[Invitation, str]:
    with tenancy.organization(cast.acme.pk):
        return invite_member(EMAIL, Role.SUPPORT_AGENT, by=cast.owner.actor)


def path(secret: str, slug: str = "acme") -> str:
    return f"/{slug}/invitations/{secret}"


def nora(cast: Cast, email: str = EMAIL) -> Person:
    return Person(factories.make_user(email, name="Nora"), cast.acme)


def roles(cast: Cast, email: str = EMAIL) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        member = Member.objects.filter(user__email=email, is_active=True).first()
        return member.roles if member else []


def test_the_invited_person_joins_once(
    cast: Cast, invited: tuple[Invitation, str], client_of: Callable[..., Client]
) -> None:
    client = client_of(nora(cast))
    page = client.get(path(invited[1]))
    assert "Join Acme Travel" in page.content.decode()
    assert "Olivia Owner" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    before = client.session.session_key
    assert client.post(path(invited[1]))["Location"] == "/acme/desk/"
    assert client.session.session_key != before
    assert roles(cast) == ["support_agent"]
    for again in (client.get(path(invited[1])), client.post(path(invited[1]))):
        assert again["Location"] == "/acme/desk/", "who is in already goes to the desk"
    other = client_of(nora(cast, "late@example.test")).post(path(invited[1]))
    assert other.status_code == 404
    assert "does not open any more" in other.content.decode()


def test_the_link_is_proof_of_the_address(cast: Cast, invited: tuple[Invitation, str]) -> None:
    client = Client()
    with tenancy.organization(cast.acme.pk):
        Invitation.objects.update(name="Nora Invited")
    client.get(path(invited[1]))
    assert 'value="Nora Invited"' in client.get("/accounts/signup/").content.decode(), "as whoever invited calls her"
    assert 'value="Nora Invited"' not in Client().get("/accounts/signup/").content.decode()
    answer = client.post(
        "/accounts/signup/", {"name": "Nora", "email": EMAIL, "password1": "plum harbour window tractor"}
    )
    assert answer["Location"] == path(invited[1])
    assert EmailAddress.objects.get(email=EMAIL).verified
    client.post(path(invited[1]))
    assert roles(cast) == ["support_agent"]


def test_the_link_proves_no_other_address(cast: Cast, invited: tuple[Invitation, str]) -> None:
    client = Client()
    client.get(path(invited[1]))
    client.post(
        "/accounts/signup/", {"name": "Eve", "email": "olivia2@acme.test", "password1": "plum harbour window tractor"}
    )
    assert not EmailAddress.objects.get(email="olivia2@acme.test").verified


def test_somebody_else_is_told_plainly(
    cast: Cast, invited: tuple[Invitation, str], client_of: Callable[..., Client]
) -> None:
    client = client_of(nora(cast, "eve@example.test"))
    assert "for another address" in client.get(path(invited[1])).content.decode()
    assert client.post(path(invited[1])).status_code == 404
    assert roles(cast, "eve@example.test") == []
    assert client_of(None).post(path(invited[1])).status_code == 200, "signed out, it asks to sign in"


@pytest.mark.parametrize("change", [
    lambda secret: "%20", lambda secret: "%00", lambda secret: secret[:-1], lambda secret: secret + "%20",
    lambda secret: secret.swapcase(), lambda secret: "x", lambda secret: secret + "%00", lambda secret: "%ED%A0%80",
])  # fmt: skip
def test_what_is_not_the_secret_opens_nothing(
    cast: Cast, invited: tuple[Invitation, str], client_of: Callable[..., Client], change: Callable[[str], str]
) -> None:
    client = client_of(nora(cast))
    for answer in (client.get(path(change(invited[1]))), client.post(path(change(invited[1])))):
        assert answer.status_code == 404
    assert roles(cast) == []


def test_expired_revoked_and_foreign_look_alike(cast: Cast, client_of: Callable[..., Client]) -> None:
    client, pages = client_of(nora(cast)), []
    with tenancy.organization(cast.acme.pk):
        expired, first = invite_member("a@example.test", Role.VIEWER, by=cast.owner.actor)
        Invitation.objects.filter(pk=expired.pk).update(expires_at=now() - datetime.timedelta(seconds=1))
        revoked, second = invite_member("b@example.test", Role.VIEWER, by=cast.owner.actor)
        revoke_invitation(revoked, by=cast.owner.actor)
        _good, third = invite_member(EMAIL, Role.VIEWER, by=cast.owner.actor)
    for address in (path(first), path(second), path(third, "globex")):
        answer = client.get(address)
        pages.append((answer.status_code, "does not open any more" in answer.content.decode()))
    assert pages == [(404, True)] * 3
    assert client.get("/acme/invitations/").status_code == 404


def test_only_the_digest_is_kept(cast: Cast, invited: tuple[Invitation, str]) -> None:
    with tenancy.organization(cast.acme.pk):
        row = Invitation.objects.get(pk=invited[0].pk)
    assert invited[1] not in str(row.__dict__)
    assert len(bytes(row.digest)) == 32
