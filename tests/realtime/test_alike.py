"""Members who may do the same are decided about once, and still each hears only their own."""

import dataclasses
import uuid

import pytest

from moondesk.api.streams.telling import TicketLook
from moondesk.conversations.actions import add_note
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.actor import Scope
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.realtime.announcing import Announcement
from moondesk.tickets.actions import assign_ticket
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def _last() -> Announcement:
    event = Event.objects.order_by("-id")[0]
    return Announcement(event.organization_id, event.subject_id, event.pk, event.name)


def test_who_is_or_was_assigned_hears_and_a_twin_with_the_same_rights_does_not(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        own = cast.other_agent.actor
        twin = dataclasses.replace(own, id=uuid.UUID(int=7), member_id=uuid.UUID(int=7))
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        said = []
        for who in (own.member_id, None):
            assign_ticket(ticket, Member.objects.get(pk=who) if who else None, by=cast.owner.actor)
            look = TicketLook([_last()], lambda _organization, _ticket: ())
            said += [look.frame(actor, _last()) for actor in (twin, own, own, twin)]
    assigned, unassigned = said[1], said[5]
    assert assigned is not None
    assert unassigned is not None
    assert said == [None, assigned, assigned, None, None, unassigned, unassigned, None]
    assert b'"change":"fields"' in assigned.data
    assert b'"change":"gone"' in unassigned.data


def test_a_narrower_token_and_another_department_are_decided_about_by_themselves(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        own = cast.agent.actor
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        add_note(ticket, "Only among us.", by=cast.owner.actor)
        alike = dataclasses.replace(own, id=uuid.UUID(int=7), member_id=uuid.UUID(int=7))
        token = dataclasses.replace(alike, permissions=own.permissions - {Permission.NOTE_VIEW})
        elsewhere = dataclasses.replace(alike, scope=Scope(departments=frozenset((uuid.UUID(int=8),))))
        for order in ((own, alike, token, elsewhere), (elsewhere, token, alike, own)):
            look = TicketLook([_last()], lambda _organization, _ticket: ())
            heard = {actor for actor in order if look.frame(actor, _last()) is not None}
            assert heard == {own, alike}
