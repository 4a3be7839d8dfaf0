"""Mails about merged tickets: who gets them, under which number, and where answers go."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import reply_as_customer, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.kit import tenancy
from moondesk.organizations.actor import Door
from moondesk.tickets.actions import issue_link, resolve_ticket
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def _mails(kind: str) -> set[tuple[str, str]]:
    rows = OutgoingMail.objects.filter(kind=kind).select_related("ticket")
    return {(row.recipient, row.ticket.number) for row in rows if row.ticket}


def test_people_of_merged_tickets_get_answers_under_their_own_number(
    cast: Cast, run_jobs: Callable[[], object]
) -> None:
    with tenancy.organization(cast.acme.pk):
        agent = cast.agent.actor
        kept, gone = (factories.make_ticket(department=cast.flights) for _one in range(2))
        again = factories.make_ticket(department=cast.flights, requester=kept.requester)
        merge_tickets(kept.number, [gone.number, again.number], by=agent)
        reply_to_customer(Ticket.objects.get(pk=kept.pk), "To all", by=agent)
        resolve_ticket(Ticket.objects.get(pk=kept.pk), by=agent)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        wanted = {(kept.requester.email, kept.number), (gone.requester.email, gone.number)}
        assert _mails("reply") == wanted
        assert _mails("status") == wanted
        unmerge_ticket(gone.number, by=agent)
        reply_to_customer(Ticket.objects.get(pk=kept.pk), "To one", by=agent)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        assert OutgoingMail.objects.filter(kind="reply", recipient=gone.requester.email or "").count() == 1


def test_a_secret_link_shows_how_the_ticket_goes_on_and_nothing_of_others(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        agent = cast.agent.actor
        kept = factories.make_ticket("Private subject", "private words", department=cast.flights)
        gone = factories.make_ticket("Own subject", "own words", department=cast.flights)
        secret = issue_link(Participant.objects.get(ticket=gone))
        merge_tickets(kept.number, [gone.number], by=agent)
        reply_to_customer(Ticket.objects.get(pk=kept.pk), "answer to both", by=agent)
        by = contact_actor(kept.requester, door=Door.MAIL)
        reply_as_customer(
            Ticket.objects.get(pk=kept.pk), kept.requester, "more private words", by=by, channel=Channel.EMAIL
        )
        resolve_ticket(Ticket.objects.get(pk=kept.pk), by=agent)
    page = Client().get(f"/acme/help/t/{secret}").content.decode()
    for shown in ("Own subject", "own words", "answer to both", f"TKT-{gone.number}", "Marked as resolved"):
        assert shown in page
    assert "We joined this ticket with another one" in page
    for hidden in ("private", "Private", kept.number, kept.requester.name):
        assert hidden not in page
    answered = Client().post(f"/acme/help/t/{secret}/messages", {"body": "still mine"})
    assert answered.status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=gone.pk).message_count == 2
        assert Ticket.objects.get(pk=kept.pk).stage != "resolved"
        unmerge_ticket(gone.number, by=cast.agent.actor)
    page = Client().get(f"/acme/help/t/{secret}").content.decode()
    assert "answer to both" not in page
    assert "still mine" in page
