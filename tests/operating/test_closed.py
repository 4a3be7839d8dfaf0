"""What ends while an organization is closed by the operator or being deleted, and what must still work."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.channels.mail.muting import muting_link
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.channels.surveys.asking import Asking, set_asking
from moondesk.channels.surveys.inviting import invite, why_not_asked
from moondesk.conversations import links
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.attachments import find_file
from moondesk.events.queries import last_event
from moondesk.files import giving
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.organizations.actions import accept_invitation, invite_member
from moondesk.organizations.errors import OrganizationClosed, OrganizationInDeletion
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.events import StatusChanged
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["suspended_at", "deletion_due_at"])
def close(request: pytest.FixtureRequest, cast: Cast) -> Callable[[], None]:
    """Close the organization, in one way and in the other."""

    def now_closed() -> None:
        later = now() + datetime.timedelta(days=30)
        with tenancy.organization(cast.acme.pk):
            Organization.objects.update(**{request.param: later})

    return now_closed


def test_nobody_joins(cast: Cast, close: Callable[[], None]) -> None:
    user = factories.make_user("nina@new.test")
    with tenancy.organization(cast.acme.pk):
        _invitation, secret = invite_member("nina@new.test", Role.SUPPORT_AGENT, by=cast.owner.actor)
    client = Client()
    client.force_login(user)
    path = f"/acme/invitations/{secret}"
    assert client.get(path).status_code == 200
    close()
    assert client.get(path).status_code == 403
    assert client.post(path).status_code == 403
    with tenancy.organization(cast.acme.pk):
        with pytest.raises((OrganizationClosed, OrganizationInDeletion)):
            accept_invitation(secret, user)
        assert not Member.objects.filter(user=user).exists()


def test_addresses_of_files_end(cast: Cast, close: Callable[[], None]) -> None:
    with tenancy.organization(cast.acme.pk):
        file = factories.make_attachment(factories.make_message(cast.ticket)).file
        found = find_file(cast.owner.actor, file.pk)
        address = giving.address_of(links.write(found, links.CONTENT, by=cast.owner.actor))
    given = Client().get(address)
    assert given.status_code == 200
    assert given.getvalue(), "read to its end, so that it is closed"
    close()
    assert Client().get(address).status_code == 403


def test_nobody_is_asked_a_survey(cast: Cast, close: Callable[[], None]) -> None:
    with tenancy.organization(cast.acme.pk):
        set_asking(Asking(is_on=True), by=cast.owner.actor)
        Organization.objects.update(undo_seconds=0)
        reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "It is mended.", by=cast.agent.actor)
        resolve_ticket(Ticket.objects.get(pk=cast.ticket.pk), by=cast.agent.actor)
        event = last_event(cast.ticket.pk, StatusChanged.name)
        assert event is not None
    close()
    with tenancy.organization(cast.acme.pk):
        invite(event.pk)
        assert not OutgoingMail.objects.filter(kind=Kind.SURVEY).exists()
        Organization.objects.update(suspended_at=None, deletion_due_at=None)
        invite(event.pk)
        mail = OutgoingMail.objects.get(kind=Kind.SURVEY)
        assert why_not_asked(mail) == ""
    close()
    with tenancy.organization(cast.acme.pk):
        assert why_not_asked(OutgoingMail.objects.get(pk=mail.pk)) != "", "one that waits to be sent stays"


def test_who_wants_no_more_mails_is_not_turned_away(cast: Cast, close: Callable[[], None]) -> None:
    with tenancy.organization(cast.acme.pk):
        member: Any = cast.agent.member
        about = About(Kind.ASSIGNED, new_id(), member=member, ticket=cast.ticket.pk)
        mail = put_in_outbox(about, cast.agent.user.email)
        assert mail is not None
        path = "/" + muting_link(mail, cast.acme).split("/", 3)[3]
    close()
    assert Client().get(path).status_code == 200
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with tenancy.organization(cast.acme.pk):
        assert "assigned" in Member.objects.get(pk=member.pk).mails_off
    assert Client().get("/acme/help/").status_code == 403
