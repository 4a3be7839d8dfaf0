"""Telling people of a change of many tickets: once, however many of them they follow."""

from collections.abc import Callable

import pytest

from moondesk.bulk.models import BulkChange
from moondesk.bulk.rules import Operation
from moondesk.channels.mail.told import letter_to_member, may_be_told
from moondesk.channels.models import OutgoingMail
from moondesk.kit import tenancy
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.actions.attending import watch_ticket
from tests.bulk.doing import begin, fresh, tickets_in
from tests.harness.people import Cast


@pytest.mark.django_db(transaction=True)
def test_who_follows_many_of_them_is_told_once(cast: Cast, run_jobs: Callable[[], None]) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.filter(pk=cast.acme.pk).update(undo_seconds=0)
        many = tickets_in(cast, 3)
    run_jobs()  # Nobody watches them yet, so nobody is told of what their customers wrote.
    with tenancy.organization(cast.acme.pk):
        for one in many:
            watch_ticket(fresh(one), Member.objects.get(user=cast.owner.user), by=cast.owner.actor)
        begin(cast.agent, Operation.NOTE, many, body="Known fault, @Olivia Owner")
        begin(cast.agent, Operation.REPLY, many, body="We are on it.")
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        told = OutgoingMail.objects.filter(member__isnull=False)
        # One for the note, one for the reply: not one for each ticket.
        assert sorted(told.values_list("kind", "recipient")) == [("bulk", cast.owner.user.email)] * 2
        letter = letter_to_member(told[0], cast.acme)
        assert "3" in letter.subject
        assert may_be_told(told[0])
        BulkChange.objects.filter(pk=told[0].event_id).update(state="undone")
        assert not may_be_told(told[0])
