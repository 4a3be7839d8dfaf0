"""Archived tickets leave the lists, deleted ones everything, purged ones leave nothing but that they were there."""

import datetime

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from moondesk.channels.jobs import purge_deleted
from moondesk.channels.models import OutgoingMail
from moondesk.channels.purging import purge_ticket
from moondesk.conversations.actions import reply_as_customer
from moondesk.conversations.actions.drafts import save_draft
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.conversations.models import Attachment, Message
from moondesk.conversations.rules import MessageKind
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.files.actions import note_opened
from moondesk.files.models import File
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets import actions
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import HasMerged, NotClosed, TicketNotFound
from moondesk.tickets.list_query import Archived
from moondesk.tickets.lists import ListQuery, list_tickets
from moondesk.tickets.models import Participant, Status, Ticket
from moondesk.tickets.queries import deleted_to, get_deleted, get_visible
from moondesk.tickets.rules import DELETED_DAYS, Channel, purged_at
from tests import factories
from tests.harness.events import told
from tests.harness.people import Cast
from tests.search.making import index_here
from tests.timekeeping.making import make_time_entry, make_timer


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("status").get(pk=ticket.pk)


def close(cast: Cast) -> Ticket:
    ticket = fresh(cast.ticket)
    actions.change_status(ticket, Status.objects.get(key="closed"), by=cast.owner.actor)
    return ticket


def numbers(cast: Cast, **asked: object) -> set[str]:
    return {row.number for row in list_tickets(cast.owner.actor, ListQuery(limit=100, **asked)).rows}  # type: ignore[arg-type]


class TestArchive:
    def test_only_closed_tickets_leave_the_lists_and_searching_finds_them(self, in_acme: Cast) -> None:
        with pytest.raises(NotClosed):
            actions.archive_ticket(fresh(in_acme.ticket), by=in_acme.agent.actor)
        ticket = close(in_acme)
        number = ticket.number
        assert number in numbers(in_acme)
        actions.archive_ticket(ticket, by=in_acme.agent.actor)
        assert told(ticket)[-1] == "ticket.archived"
        assert number not in numbers(in_acme)
        index_here()
        assert number in numbers(in_acme, q=ticket.subject)
        assert number in numbers(in_acme, requester=(ticket.requester_id,))
        assert number in numbers(in_acme, archived=Archived.ANY)
        assert numbers(in_acme, archived=Archived.YES) == {number}

    def test_opening_it_again_takes_it_out(self, in_acme: Cast) -> None:
        ticket = close(in_acme)
        actions.archive_ticket(ticket, by=in_acme.agent.actor)
        actions.reopen_ticket(ticket, by=in_acme.agent.actor)
        assert fresh(ticket).archived_at is None

    def test_it_is_taken_back(self, in_acme: Cast) -> None:
        ticket = close(in_acme)
        actions.archive_ticket(ticket, by=in_acme.agent.actor)
        event = Event.objects.get(subject_id=ticket.pk, name="ticket.archived")
        revert_event(ticket.pk, event.pk, by=in_acme.agent.actor)
        assert fresh(ticket).archived_at is None


class TestDeletion:
    def test_a_deleted_ticket_is_nobodys_until_it_is_restored(self, in_acme: Cast) -> None:
        ticket, by = fresh(in_acme.ticket), in_acme.owner.actor
        before = view_counts(by).open
        actions.delete_ticket(ticket, by=by)
        assert view_counts(by).open == before - 1
        with pytest.raises(TicketNotFound):
            get_visible(by, ticket.number)
        assert list(deleted_to(by)) == [ticket]
        actions.restore_ticket(get_deleted(by, ticket.number), by=by)
        assert get_visible(by, ticket.number) == ticket
        assert view_counts(by).open == before
        assert told(ticket)[-2:] == ["ticket.deleted", "ticket.restored"]

    def test_agents_neither_delete_nor_see_what_was(self, in_acme: Cast) -> None:
        with pytest.raises(NotAllowed):
            actions.delete_ticket(fresh(in_acme.ticket), by=in_acme.agent.actor)
        actions.delete_ticket(fresh(in_acme.ticket), by=in_acme.owner.actor)
        assert not deleted_to(in_acme.agent.actor).exists()
        with pytest.raises(TicketNotFound):
            get_deleted(in_acme.agent.actor, in_acme.ticket.number)

    def test_a_held_reply_stays_held(self, in_acme: Cast) -> None:
        from moondesk.conversations.actions.holding import release_reply

        message = factories.make_message(in_acme.ticket)
        Message.objects.filter(pk=message.pk).update(held_until=now())
        actions.delete_ticket(fresh(in_acme.ticket), by=in_acme.owner.actor)
        assert not release_reply(message.pk)
        actions.restore_ticket(get_deleted(in_acme.owner.actor, in_acme.ticket.number), by=in_acme.owner.actor)
        assert release_reply(message.pk)

    def test_a_ticket_in_which_others_go_on_is_not_deleted(self, in_acme: Cast) -> None:
        kept, by = in_acme.other_ticket, in_acme.owner.actor
        merge_tickets(kept.number, [in_acme.ticket.number], by=by)
        with pytest.raises(HasMerged):
            actions.delete_ticket(fresh(kept), by=by)
        assert fresh(kept).deleted_at is None
        unmerge_ticket(in_acme.ticket.number, by=by)
        actions.delete_ticket(fresh(kept), by=by)
        assert answered(in_acme) in numbers(in_acme)

    @pytest.mark.parametrize("days", [0, 400])
    def test_an_answer_to_a_ticket_merged_into_an_archived_one_is_in_the_lists(self, in_acme: Cast, days: int) -> None:
        kept, by = in_acme.other_ticket, in_acme.owner.actor
        merge_tickets(kept.number, [in_acme.ticket.number], by=by)
        kept = fresh(kept)
        actions.change_status(kept, Status.objects.get(key="closed"), by=by)
        actions.archive_ticket(kept, by=by)
        Ticket.objects.filter(pk=kept.pk).update(
            **dict.fromkeys(("resolved_at", "closed_at"), now() - datetime.timedelta(days=days))
        )
        number = answered(in_acme)
        assert {number, kept.number} & numbers(in_acme)


def answered(cast: Cast) -> str:
    """Let the customer of the first ticket answer it; returns the number of the ticket that has the answer."""
    contact = cast.customer.contact
    assert contact is not None
    actor = cast.customer.actor
    return reply_as_customer(fresh(cast.ticket), contact, "Hello?", by=actor, channel=Channel.WEB)[0].number


class TestPurging:
    def test_all_of_it_goes_but_that_it_was_there(self, in_acme: Cast) -> None:
        ticket, by = fresh(in_acme.ticket), in_acme.owner.actor
        actions.change_subject(ticket, "The secret of Carla", by=by)
        attachment = factories.make_attachment(factories.make_message(ticket), name="secret.txt")
        note_opened(attachment.file_id, by=by)
        make_timer(ticket, by=in_acme.agent.actor)
        make_time_entry(ticket, by=in_acme.agent.actor, note="The secret work")
        save_draft(ticket, MessageKind.NOTE, "A secret draft", by=in_acme.agent.actor)
        later = factories.make_ticket(follows=ticket.pk)
        pk, file = ticket.pk, attachment.file_id
        factories.make_outgoing_mail()
        OutgoingMail.objects.update(ticket=ticket)
        with pytest.raises(TicketNotFound):
            purge_ticket(ticket, by=by)
        actions.delete_ticket(ticket, by=by)
        purge_ticket(fresh(ticket), by=by)
        assert not Ticket.objects.filter(pk=pk).exists()
        for model in (Message, Participant, OutgoingMail):
            assert not model.objects.filter(ticket_id=pk).exists()
        assert not Attachment.objects.filter(pk=attachment.pk).exists()
        assert not File.objects.filter(pk=file).exists()
        events = list(Event.objects.filter(subject_id=pk).order_by("id"))
        assert events[-1].name == "ticket.purged"
        assert events[-1].data["number"] == in_acme.ticket.number
        assert events[-1].data["deleted_by"] == by.label
        assert (events[-1].data["messages"], events[-1].data["files"]) == (2, 1)
        assert [event.name for event in events].count("ticket.subject_changed") == 1
        assert "secret" not in str([event.data for event in Event.objects.all()])
        assert fresh(later).follows_id is None
        assert {event.actor_label for event in events if event.actor_kind == "contact"} <= {""}

    def test_the_time_comes_by_itself(self, cast: Cast) -> None:
        from moondesk.kit import tenancy

        with tenancy.organization(cast.acme.pk):
            early = factories.make_ticket()
            for ticket, days in ((cast.ticket, DELETED_DAYS + 1), (early, DELETED_DAYS - 1)):
                moment = now() - datetime.timedelta(days=days)
                Ticket.objects.filter(pk=ticket.pk).update(deleted_at=moment)
        purge_deleted()
        with tenancy.organization(cast.acme.pk):
            assert not Ticket.objects.filter(pk=cast.ticket.pk).exists()
            assert Ticket.objects.filter(pk=early.pk).exists()
            assert Event.objects.get(subject_id=cast.ticket.pk, name="ticket.purged").actor_kind == "system"

    def test_only_a_purged_ticket_is_forgotten(self, in_acme: Cast) -> None:
        with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT tickets_forget_words(%s)", [in_acme.ticket.pk])
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)

    def test_saying_that_something_is_forgotten_changes_no_event(self, in_acme: Cast) -> None:
        with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('moondesk.forgetting', %s, true)", [str(in_acme.ticket.pk)])
            cursor.execute("UPDATE events_event SET data = '{}'")
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)

    def test_agents_and_managers_do_not_purge(self, in_acme: Cast) -> None:
        actions.delete_ticket(fresh(in_acme.ticket), by=in_acme.owner.actor)
        with pytest.raises(NotAllowed):
            purge_ticket(fresh(in_acme.ticket), by=in_acme.agent.actor)


def test_thirty_days() -> None:
    moment = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
    assert purged_at(moment) == datetime.datetime(2026, 3, 3, tzinfo=datetime.UTC)
