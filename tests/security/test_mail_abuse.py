"""Moondesk is no mail cannon, and no mail is lost because of what a stranger wrote."""

import pytest

from moondesk.channels.actions import INVITATIONS, INVITATIONS_TO_ONE
from moondesk.kit import tenancy
from moondesk.organizations.models import Invitation
from tests.api.conftest import Program
from tests.harness.people import Cast
from tests.mail.conftest import Office, office  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db


def _invite(client, email: str, slug: str = "acme") -> int:
    fields = {"email": email, "role": "viewer", "department": ""}
    return int(client.post(f"/{slug}/settings/members/invitations", fields).status_code)


def test_an_organization_invites_so_many_in_an_hour(cast: Cast, client_of, monkeypatch) -> None:
    monkeypatch.setattr("moondesk.channels.actions.INVITATIONS", INVITATIONS.__class__("small", 3, 3600))
    client = client_of(cast.owner)
    assert [_invite(client, f"victim{at}@x.test") for at in range(5)] == [302, 302, 302, 429, 429]
    with tenancy.organization(cast.acme.pk):
        assert Invitation.objects.count() == 3


def test_nobody_is_invited_again_and_again_from_whatever_organization(cast: Cast, client_of) -> None:
    acme, globex = client_of(cast.owner), client_of(cast.stranger)
    tries = [_invite(acme, "victim@x.test") for _ in range(INVITATIONS_TO_ONE.most)]
    assert tries == [302] * INVITATIONS_TO_ONE.most
    assert _invite(globex, "victim@x.test", "globex") == 429


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zz", "eng", "de", "ES-mx"])
def test_the_confirmation_goes_out_whatever_language_was_named(office: Office, language: str) -> None:  # noqa: F811
    new = {"email": "nina@x.test", "subject": "s", "description": "d", "language": language}
    assert Program().post("/public/acme/tickets", new).status_code == 201
    office.run_jobs()
    [sent] = office.caught()
    assert sent["To"] == "nina@x.test"
    assert ("We have your message" in sent["Subject"]) == (language != "ES-mx")
