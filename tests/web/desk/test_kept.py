"""What pages keep is never stale, never somebody else's."""

import re

import pytest
from django.apps import apps
from django.test import Client

from moondesk.channels import marks
from moondesk.channels.models import OutgoingMail
from moondesk.contacts.models import Company, Contact
from moondesk.conversations.actions import add_note
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.organizations.configuration import config_mark
from moondesk.organizations.models import Department, Member, Organization
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.tickets.models import Category, Participant, Status, Ticket
from moondesk.views.models import SavedView
from moondesk.web import kept
from tests import factories
from tests.harness.people import Cast
from tests.harness.roles import narrow
from tests.timekeeping.making import make_time_entry
from tests.views.making import make_view

pytestmark = pytest.mark.django_db


def test_a_renamed_thing_is_renamed_on_the_next_page(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    address = f"/acme/desk/tickets/{cast.ticket.number}?view=open"
    client.get(address)
    with tenancy.organization(cast.acme.pk):
        Department.objects.filter(pk=cast.flights.pk).update(name="Aeroplanes")
        Member.objects.filter(pk=cast.agent.member.pk).update(name="Anita Renamed")
        Status.objects.filter(key="pending").update(labels={"en": "Held up"})
        Category.objects.filter(key="billing").update(labels={"en": "Money matters"})
    page = client.get(address).content.decode()
    for word in ("Aeroplanes", "Anita Renamed", "Held up", "Money matters"):
        assert word in page


def test_a_renamed_status_is_renamed_on_the_requesters_other_tickets(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    address = f"/acme/desk/tickets/{cast.ticket.number}/parts/facts"
    with tenancy.organization(cast.acme.pk):
        factories.make_ticket(requester=cast.ticket.requester)
    assert client.get(address).status_code == 200
    with tenancy.organization(cast.acme.pk):
        Status.objects.filter(key="open").update(labels={"en": "Just arrived"})
    assert "Just arrived" in client.get(address).content.decode()


def test_every_change_of_the_setting_up_has_a_number_of_its_own(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        seen = {Organization.objects.get().config_version}
        for change in (
            lambda: Department.objects.create(name="Rail"),
            lambda: Member.objects.filter(pk=cast.agent.member.pk).update(name="A"),
            lambda: Status.objects.filter(key="open").update(position=9),
            lambda: Category.objects.filter(key="bug").delete(),
        ):
            change()
            seen.add(Organization.objects.get().config_version)
    assert len(seen) == 5


def test_a_view_of_ones_own_has_no_page_of_others_look_again(cast: Cast, client_of) -> None:
    client = client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        before = config_mark(Organization.objects.get())
        view = make_view("Mine alone", by=cast.agent.actor)
    assert "Mine alone" in client.get("/acme/desk/").content.decode()
    with tenancy.organization(cast.acme.pk):
        SavedView.objects.filter(pk=view.pk).update(name="Called otherwise")
    assert "Called otherwise" in client.get("/acme/desk/").content.decode()
    with tenancy.organization(cast.acme.pk):
        SavedView.objects.filter(pk=view.pk).delete()
        assert config_mark(Organization.objects.get()) == before
    assert "Called otherwise" not in client.get("/acme/desk/").content.decode()


def test_one_organizations_change_leaves_the_other_alone(cast: Cast) -> None:
    with tenancy.organization(cast.globex.pk):
        before = Organization.objects.get().config_version
    with tenancy.organization(cast.acme.pk):
        Department.objects.create(name="Rail")
    with tenancy.organization(cast.globex.pk):
        assert Organization.objects.get().config_version == before


def test_no_form_carries_anothers_token_and_no_mark_is_left(cast: Cast, client_of) -> None:
    first, second = client_of(cast.owner), client_of(cast.administrator)
    pages = [one.get("/acme/desk/?view=open").content.decode() for one in (first, second, first)]
    assert all(kept.MARK not in page and 'name="csrfmiddlewaretoken"' in page for page in pages)
    assert "olivia@acme.test" not in pages[1]


def test_a_new_subject_shows_in_the_row(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    client.get("/acme/desk/?view=open")
    with tenancy.organization(cast.acme.pk):
        version = cast.ticket.__class__.objects.get(pk=cast.ticket.pk).version
    fields = {"version": version, "subject": "Quite another matter"}
    assert client.post(f"/acme/desk/tickets/{cast.ticket.number}/properties", fields).status_code == 302
    assert "Quite another matter" in client.get("/acme/desk/?view=open").content.decode()


def shown(client: Client, cast: Cast, query: str = "?view=open") -> str:
    return client.get(f"/acme/desk/tickets/{cast.ticket.number}{query}").content.decode()


CHANGES = {
    "message edited": (Message, {"ticket__number": "{number}"}, {"html": "<p>Reworded quite so.</p>"}),
    "requester renamed": (Contact, {"name": "Carla Customer"}, {"name": "Carola Reworded quite so."}),
    "company renamed": (Company, {"name": "Carla's company"}, {"name": "Reworded quite so."}),
    "copied renamed": (Contact, {"email": "copied@mail.test"}, {"name": "Reworded quite so."}),
    "ticket changed": (Ticket, {"number": "{number}"}, {"tags": ["Reworded quite so."]}),
    "another ticket changed": (Ticket, {"subject": "Another of Carla's"}, {"subject": "Reworded quite so."}),
    "mail failed": (OutgoingMail, {"recipient": "ana@mail.test"}, {"state": "failed", "error": "Reworded quite so."}),
    "organization renamed": (Organization, {}, {"name": "Reworded quite so."}),
    "prefix changed": (Organization, {}, {"number_prefix": "REWORD"}),
    "member renamed": (Member, {"name": "Ana Agent"}, {"name": "Ana Reworded quite so."}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_by_whatever_hand_shows_at_once(cast: Cast, client_of, what: str) -> None:
    with tenancy.organization(cast.acme.pk):
        carla = cast.customer.contact
        assert carla is not None
        Contact.objects.filter(pk=carla.pk).update(company=factories.make_company("Carla's company"))
        copied = factories.make_contact("copied@mail.test", name="Copied")
        factories.make_participant(cast.ticket, copied)
        reply = factories.make_message(cast.ticket)
        mail = OutgoingMail.objects.get(pk=factories.make_outgoing_mail().pk)
        OutgoingMail.objects.filter(pk=mail.pk).update(ticket=cast.ticket, message=reply, recipient="ana@mail.test")
        factories.make_ticket(requester=carla, subject="Another of Carla's")
        Ticket.objects.filter(pk=cast.ticket.pk).update(assignee=cast.agent.member)
    client = client_of(cast.owner)
    word = "REWORD-" if what == "prefix changed" else "Reworded quite so."
    assert word not in shown(client, cast)
    assert shown(client, cast).count("An answer") == shown(client, cast).count("An answer") == 1
    model, which, values = CHANGES[what]
    with tenancy.organization(cast.acme.pk):
        which = {name: value.format(number=cast.ticket.number) for name, value in which.items()}
        assert model.objects.filter(**which).update(**values)
    assert word in shown(client, cast)


def test_what_was_taken_away_is_gone_at_once(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        message = factories.make_message(cast.ticket, "Not for long")
    assert "Not for long" in shown(client, cast)
    with tenancy.organization(cast.acme.pk):
        Message.objects.filter(pk=message.pk).delete()
    assert "Not for long" not in shown(client, cast)


def test_notes_are_drawn_only_for_those_who_may_see_them(cast: Cast, client_of, monkeypatch) -> None:
    with tenancy.organization(cast.acme.pk):
        add_note(cast.ticket, "Between ourselves", by=cast.agent.actor)
    owner, viewer = client_of(cast.owner), client_of(cast.viewer)
    assert "Between ourselves" in shown(viewer, cast)
    assert "Between ourselves" in shown(owner, cast)
    fewer = ROLE_PERMISSIONS[Role.VIEWER] - {Permission.NOTE_VIEW}
    narrow(monkeypatch, Role.VIEWER, fewer)
    page = shown(viewer, cast)
    assert "Between ourselves" not in page
    assert "Added a note" not in page
    assert "Between ourselves" in shown(owner, cast)


def test_who_may_not_see_a_ticket_any_more_gets_nothing_kept(cast: Cast, client_of) -> None:
    agent = client_of(cast.agent)
    assert "Please help me." in shown(agent, cast)
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(department=cast.hotels, assignee=None)
    assert agent.get(f"/acme/desk/tickets/{cast.ticket.number}").status_code == 404


def test_each_reader_has_their_language_zone_token_and_controls(cast: Cast, client_of) -> None:
    owner, viewer = client_of(cast.owner), client_of(cast.viewer)
    owner.cookies["moondesk_language"], viewer.cookies["moondesk_language"] = "es", "en"
    viewer.cookies["moondesk_zone"] = "Asia%2FTokyo"
    pages = [shown(one, cast) for one in (owner, viewer, owner, viewer)]
    tokens = [page.count('name="csrfmiddlewaretoken"') for page in pages]
    assert tokens[0] == tokens[2] > tokens[1] == tokens[3]
    assert [page.count("Historial") for page in pages] == [1, 0, 1, 0]
    # All that one who only reads can do is to watch.
    assert [page.count('action="/acme/desk/') for page in pages][1::2] == [1, 1]
    assert pages[0].split('id="talk-')[1].split("datetime=")[1] != pages[1].split('id="talk-')[1].split("datetime=")[1]
    secrets = {page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in (pages[0], pages[2])}
    assert len(secrets) == 2
    assert all(kept.MARK not in page for page in pages)


def test_a_change_that_could_not_be_made_is_never_kept(cast: Cast, client_of) -> None:
    client = client_of(cast.owner)
    address = f"/acme/desk/tickets/{cast.ticket.number}/messages"
    refused = client.post(address, {"kind": "note", "body": ""}).content.decode()
    assert 'aria-invalid="true"' in refused
    assert 'aria-invalid="true"' not in shown(client, cast)


def test_what_is_kept_is_bounded() -> None:
    store = kept.Store(100, len)
    for number in range(50):
        store.get(number, lambda: "x" * 9)
        assert store.weight <= 100
    made: list[int] = []
    for at in (1, 1, 2, 2, 1):
        store.get("a", lambda: made.append(1) or "yy", at=at)  # type: ignore[func-returns-value]
    assert len(made) == 3
    assert store.weight <= 100


def test_what_is_asked_for_outlasts_what_is_not() -> None:
    store, made = kept.Store(100, len), list[int]()

    def asked() -> None:
        store.get("asked", lambda: made.append(1) or "x" * 9)  # type: ignore[func-returns-value]

    for number in range(50):
        asked()
        store.get(number, lambda: "x" * 9)
    assert len(made) == 1
    for number in range(50, 75):
        store.get(number, lambda: "x" * 9)
    asked()
    assert len(made) == 2, "and goes when nobody does any more"


NOT_SHOWN = {
    "tickets_reminder": "its owner's alone, whose keys have it; its events are shown",
    "tickets_accesslink": "a secret",
    "conversations_mention": "who is told: the names stand in the message",
    "channels_receivedmail": "what a mail was before it became a message",
    "conversations_messageversion": "asked for when somebody looks; the message's own row counts them",
    "conversations_messagevote": "asked for when somebody looks; the message's own row counts them",
    "conversations_draft": "one member's, drawn into the composer of that member only",
    "tickets_ticketwords": "by what tickets are found: its words stand in the ticket and its messages",
    "tickets_fieldvalue": "by what tickets are found: the values stand in the row of the ticket",
    "notifications_notification": "one member's, shown by the bell",
    "notifications_mutedticket": "one member's, shown by the bell",
    "timekeeping_timer": "one member's, drawn into the frame",
    "channels_mailpage": "asked for when somebody wants a mail as it was sent",
    "webforms_unconfirmedrequest": "what waited before it became a ticket",
}


def test_every_table_about_a_ticket_is_in_its_mark_or_is_not_shown() -> None:
    about = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (Ticket, Message, Participant) and model is not Ticket
    }
    unknown = {table for table in about if table not in marks.NEWEST + marks.PARTS and table not in NOT_SHOWN}
    assert not unknown, "what the page of a ticket shows of these belongs into channels.marks"
    assert set(NOT_SHOWN) <= about


def test_who_sees_no_time_is_not_given_what_another_sees(cast: Cast, client_of, monkeypatch) -> None:
    narrow(monkeypatch, Role.ADMINISTRATOR, ROLE_PERMISSIONS[Role.ADMINISTRATOR] - {Permission.TIME_VIEW})
    with tenancy.organization(cast.acme.pk):
        make_time_entry(cast.ticket, 25, by=cast.owner.actor)
    assert "25 min here" in shown(client_of(cast.owner), cast)
    assert "25 min here" not in shown(client_of(cast.administrator), cast)


def test_no_slug_makes_addresses_of_another_organization(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(slug="acme-number-one")
    page = client_of(cast.owner).get(f"/acme-number-one/desk/tickets/{cast.ticket.number}").content.decode()
    assert f"/acme-number-one/desk/tickets/{cast.ticket.number}/" in page
    assert not re.search(r'"/acme(?!-number-one/)', page)
