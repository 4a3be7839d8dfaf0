"""The demo organizations: complete, the same each time, removable, and quiet."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Count, Sum

from moondesk import demo
from moondesk.accounts.models import User
from moondesk.channels.models import OutgoingMail
from moondesk.contacts.models import Contact
from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.files.storage import fetch
from moondesk.kit import tenancy
from moondesk.kit.database import crossing, organization_ids
from moondesk.macros.models import Macro
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import MEMBER_ROLES
from moondesk.organizations.queries import member_actor, organization_id_of
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.tally_models import Tally
from moondesk.timekeeping.models import TimeEntry
from moondesk.views.models import SavedView
from moondesk.views.queries import read_views

pytestmark = pytest.mark.django_db


def test_removing_leaves_nothing_and_spares_others(cast) -> None:
    """The cast's organization has the slug acme too, and is not a demo."""
    demo.load("moondesk-demo")
    assert demo.remove() == ["optica"]
    assert crossing("organization_by_slug", "acme")
    assert not crossing("organization_by_slug", "optica")
    assert not User.objects.filter(email__endswith="@optica.test").exists()


@pytest.fixture(scope="module")
def signs(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The demo loaded once for those who look at it, with its sign-ins; what a test changes is rolled back to it.

    Who loads it beside an organization of the same name comes before.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield dict(demo.load(None))
        transaction.set_rollback(True)


@pytest.mark.parametrize("slug", ["acme", "optica"])
def test_each_organization_has_people_and_tickets_in_every_status(signs: dict[str, str], slug: str) -> None:
    with tenancy.organization(organization_id_of(slug)):
        roles = {role for member in Member.objects.all() for role in member.roles}
        assert Member.objects.count() == 12
        assert roles == {role.value for role in MEMBER_ROLES}
        assert Contact.objects.count() == 60
        assert Ticket.objects.count() == 400
        statuses = dict(Ticket.objects.values_list("status__key").annotate(Count("id")))
        own = {"acme": {"with_the_airline"}, "optica": {"at_the_laboratory", "ready_in_the_shop"}}[slug]
        assert set(statuses) == {"open", "in_progress", "pending", "on_hold", "resolved", "closed"} | own
        assert all(set(one.labels) == set(one.customer_labels) == {"en", "es"} for one in Status.objects.all())
        assert min(statuses.values()) >= 5
        assert all(set(one.bodies) == {"en", "es"} for one in Macro.objects.all())
        assert Macro.objects.exclude(changes={}).count() >= 2
        assert sorted(one.scope for one in SavedView.objects.all()) == ["department", "personal"]
        for one in read_views():
            by = member_actor(Member.objects.get(pk=one.owner_id))
            assert not one.problems
            assert list_tickets(by, one.query).rows
        ages = Ticket.objects.order_by("created_at").values_list("created_at", flat=True)
        assert (ages.last() - ages.first()).days >= 80
        for counted in Tally.objects.filter(whole=True), Tally.objects.filter(whole=False):
            assert counted.aggregate(Sum("tickets"))["tickets__sum"] == 400
        booked = TimeEntry.objects.select_related("ticket")
        assert booked.count() > 100
        assert all(
            one.started_at >= one.ticket.created_at and one.member_id == one.ticket.assignee_id for one in booked
        )
        assert Event.objects.filter(name="time.entry_added").count() == booked.count()


def test_the_stories_make_sense(signs: dict[str, str]) -> None:
    with tenancy.organization(organization_id_of("acme")):
        for ticket in Ticket.objects.prefetch_related("messages")[:400]:
            said = list(ticket.messages.all())
            assert said[0].author_kind == "customer"
            assert [message.created_at for message in said] == sorted(message.created_at for message in said)
            assert "{" not in ticket.subject + "".join(message.body for message in said)
            assert (ticket.assignee_id is None) == (ticket.stage == "open")


def test_random_passwords_are_told_and_work_and_the_known_one_does_not(signs: dict[str, str]) -> None:
    assert len(signs) == 10
    assert len(set(signs.values())) == 10
    assert authenticate(None, email="agent@acme.test", password=signs["agent@acme.test"]) is not None
    assert authenticate(None, email="agent@acme.test", password="moondesk-demo") is None


def test_nobody_gets_a_mail_for_what_is_history(signs: dict[str, str]) -> None:
    """What was handed on already has no reactions any more, and mails are written by these alone."""
    for slug in ("acme", "optica"):
        with tenancy.organization(organization_id_of(slug)):
            waiting = Event.objects.filter(dispatched_at=None).values_list("name", flat=True)
            assert not [name for name in waiting if name.startswith(("ticket.", "message."))]
            assert Event.objects.filter(name__startswith="message.").count() > 400
            assert OutgoingMail.objects.count() == 0


def test_there_are_files_to_look_at(signs: dict[str, str]) -> None:
    for tenant in organization_ids():
        with tenancy.organization(tenant):
            files = [
                file for of in files_of(list(Message.objects.values_list("pk", flat=True))).values() for file in of
            ]
            assert {file.type for file in files} == {"image/png", "application/pdf", "text/plain"}
            with fetch(files[0].key) as content:
                assert len(content.read()) == files[0].size


def test_it_is_the_same_each_time(signs: dict[str, str]) -> None:
    """Comes last: contents of files that are removed do not come back with the transaction."""

    def tickets() -> list[tuple[object, ...]]:
        with tenancy.organization(organization_id_of("acme")):
            return list(Ticket.objects.order_by("number").values_list("number", "subject", "stage"))

    first = tickets()
    assert len(first) == 400
    assert sorted(demo.remove()) == ["acme", "optica"]
    demo.load("moondesk-demo")
    assert tickets() == first
