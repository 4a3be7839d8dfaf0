"""What is found follows what happens: written, edited, deleted, merged, renamed, purged, by the real worker."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from moondesk.contacts.actions import update_contact
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.editing import delete_message, edit_message, restore_message
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.fields.actions import change_field, retire_field
from moondesk.fields.rules import Kind, Option
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.models import Organization
from moondesk.search.actions import build_again
from moondesk.search.finding import find_tickets
from moondesk.search.jobs import go_on_building, index_changed
from moondesk.search.models import SearchBuild
from moondesk.tickets.actions import change_fields, change_subject, delete_ticket
from moondesk.tickets.actions.wording import lock_words
from moondesk.tickets.models import Ticket
from moondesk.tickets.search_models import TicketWords
from tests import factories
from tests.fields.making import make_field
from tests.harness.people import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(transactional_db: None) -> Cast:
    return make_cast()


def test_it_follows_what_happens(made: Cast, run_jobs: Callable[[], None]) -> None:
    def found(asked: str) -> list[str]:
        run_jobs()
        with tenancy.organization(made.acme.pk):
            return sorted(hit.row.number for hit in find_tickets(made.owner.actor, asked).hits)

    def happens[**P, T](action: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with tenancy.organization(made.acme.pk):
            return action(*args, **kwargs)

    def ticket(of: Ticket) -> Ticket:
        return Ticket.objects.get(pk=of.pk)

    with tenancy.organization(made.acme.pk):
        by = made.owner.actor
        first, other = made.ticket.number, made.other_ticket.number
        reply = reply_to_customer(ticket(made.ticket), "We send a voucher", by=by)
        add_note(ticket(made.other_ticket), "Ask the janitor", by=by)
    assert (found("voucher"), found("janitor"), found("flight")) == ([first], [other], [first])
    reply = happens(edit_message, reply, "We send a coupon", by=by)
    assert (found("voucher"), found("coupon")) == ([], [first])
    happens(delete_message, reply, by=by)
    assert found("coupon") == []
    happens(restore_message, reply, by=by)
    assert found("coupon") == [first]
    with tenancy.organization(made.acme.pk):
        change_subject(ticket(made.ticket), "A journey to nowhere", by=by)
        update_contact(Contact.objects.get(pk=made.ticket.requester_id), name="Karola Kaplan", by=by)
        merge_tickets(other, [first], by=by)
    assert (found("nowhere"), found("kaplan")) == ([other], [other])
    happens(unmerge_ticket, first, by=by)
    assert found("nowhere") == [first]
    with tenancy.organization(made.acme.pk):
        delete_ticket(ticket(made.ticket), by=by)
    assert found("nowhere") == []
    with tenancy.organization(made.acme.pk):
        Ticket.objects.filter(pk=made.other_ticket.pk).delete()
        assert not TicketWords.objects.filter(ticket_id=made.other_ticket.pk).exists()


def test_all_of_an_organization_is_built_once(made: Cast, run_jobs: Callable[[], None]) -> None:
    run_jobs()
    with tenancy.organization(made.acme.pk):
        for number in range(3):
            factories.make_ticket(f"Old {number}", "x")
        TicketWords.objects.all().delete()
        build_again()
    go_on_building()
    run_jobs()
    with tenancy.organization(made.acme.pk):
        assert TicketWords.objects.count() == Ticket.objects.count() == SearchBuild.objects.get().built
        assert SearchBuild.objects.get().finished_at is not None


def test_a_worker_does_not_wait_while_others_write_words(made: Cast, run_jobs: Callable[[], None]) -> None:
    run_jobs()
    waiting = ProcrastinateJob.objects.filter(task_name__endswith="index_changed", status="todo")
    with tenancy.organization(made.acme.pk):
        ticket = factories.make_ticket("A parrot on board")
        TicketWords.objects.filter(ticket_id=ticket.pk).delete()
    waiting.delete()

    def work() -> None:
        with tenancy.organization(made.acme.pk):
            index_changed.function(ticket_ids=[str(ticket.pk)])
        connections.close_all()

    with tenancy.organization(made.acme.pk), ThreadPoolExecutor(1) as hands:
        lock_words()
        hands.submit(work).result(timeout=30)  # it ends though the lock is held
        assert not TicketWords.objects.filter(ticket_id=ticket.pk).exists()
    later = waiting.get()
    assert (later.args["ticket_ids"], later.scheduled_at > now()) == ([str(ticket.pk)], True)
    work()
    with tenancy.organization(made.acme.pk):
        assert TicketWords.objects.filter(ticket_id=ticket.pk).exists()


def test_options_and_prefixes_that_are_called_otherwise_are_found_by_their_new_names(
    made: Cast, run_jobs: Callable[[], None]
) -> None:
    def found(asked: str) -> list[str]:
        go_on_building()
        run_jobs()
        with tenancy.organization(made.acme.pk):
            return sorted(hit.row.number for hit in find_tickets(made.owner.actor, asked).hits)

    with tenancy.organization(made.acme.pk):
        by = made.owner.actor
        make_field(Kind.SELECT, "Meal", "Vegetarian", "Fish", key="meal")
        change_fields(Ticket.objects.get(pk=made.ticket.pk), {"meal": "vegetarian"}, by=by)
    first = made.ticket.number
    assert (found("vegetarian"), found(f"TKT-{first}")) == ([first], [first])
    with tenancy.organization(made.acme.pk):
        options = [Option("vegetarian", {"en": "Meatless"}), Option("fish", {"en": "Fish"})]
        change_field("meal", options=options, by=by)
    assert (found("vegetarian"), found("meatless")) == ([], [first])
    with tenancy.organization(made.acme.pk):
        retire_field("meal", by=by)
    assert found("meatless") == []
    with tenancy.organization(made.acme.pk):
        Organization.objects.filter(pk=made.acme.pk).update(number_prefix="ACME")
    assert found('"ACME"') == sorted(one.number for one in (made.ticket, made.other_ticket))
