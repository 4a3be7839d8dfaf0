"""Lists by words and fields: who finds what, and nobody anything of another organization."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.contacts.models import Contact
from moondesk.conversations.actions import add_note, open_ticket, reply_to_customer
from moondesk.kit import database, tenancy
from moondesk.organizations.actor import Actor
from moondesk.tickets import frequency
from moondesk.tickets.actions import NewTicket, change_tags
from moondesk.tickets.folding import fold, may_begin
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel, Priority
from moondesk.tickets.search_language import InvalidSearch
from tests.harness.people import Cast
from tests.search.making import index, index_here

pytestmark = pytest.mark.django_db


def found(actor: Actor, asked: str) -> list[str]:
    """Return the subjects of what an actor finds."""
    return sorted(row.subject for row in list_tickets(actor, ListQuery(q=asked)).rows)


def opened(cast: Cast, subject: str, text: str, **more: object) -> Ticket:
    ticket, _message = open_ticket(
        NewTicket(subject=subject, requester=cast.customer.contact, channel=Channel.WEB, **more),  # type: ignore[arg-type]
        text,
        by=cast.owner.actor,
    )
    return ticket


@pytest.fixture(params=["by index", "by looking", "by the latest"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All ways to one answer: few tickets have the words, too many to ask for their ids, or so many that one sees."""
    if request.param != "by index":
        monkeypatch.setattr(frequency, "MOST", -1)
    if request.param == "by the latest":
        monkeypatch.setattr(frequency, "MANY_OF_SAMPLE", 0)


def test_words_that_only_older_tickets_have_are_many_too(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an import, when the latest are of another kind."""
    for subject in ("Refund", "Refund again", "Lost bags"):
        opened(in_acme, subject, "Please help")
    index_here()
    for name, value in (("MOST", 0), ("MANY_OF_SAMPLE", 2)):
        monkeypatch.setattr(frequency, name, value)
    asked = "'refund'"
    monkeypatch.setattr(frequency, "SAMPLES", (((0.0,), 1),))
    assert not frequency.has_words(asked)
    frequency.forget()
    monkeypatch.setattr(frequency, "SAMPLES", (((0.0,), 1), ((0.0, 1.0), 5)))
    assert frequency.has_words(asked)
    assert found(in_acme.owner.actor, "refund") == ["Refund", "Refund again"]


def test_what_the_index_was_asked_for_in_vain_is_known_for_a_while(
    in_acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = opened(in_acme, "Refund", "Please help")
    change_tags(Ticket.objects.get(pk=ticket.pk), ["vip"], by=in_acme.owner.actor)
    index_here()
    monkeypatch.setattr(frequency, "MOST", 0)
    for asked in ("refund", "tag:vip"):
        assert asks_the_index(in_acme.owner.actor, asked)
        assert not asks_the_index(in_acme.owner.actor, asked)


def asks_the_index(actor: Actor, asked: str) -> bool:
    with CaptureQueriesContext(connection) as sent:
        assert found(actor, asked) == ["Refund"]
    return any("tickets_with_" in one["sql"] for one in sent)


def test_words_and_fields_together(in_acme: Cast, way: None) -> None:
    owner = in_acme.owner.actor
    first = opened(in_acme, "Refund of my ticket", "The invoices were wrong", priority=Priority.HIGH)
    opened(in_acme, "Cancelación de vuelos", "Quiero una devolución del billete", language="es")
    change_tags(Ticket.objects.get(pk=first.pk), ["vip"], by=owner)
    Ticket.objects.filter(pk=first.pk).update(number="7KQ2M9")
    index_here()
    assert found(owner, "invoice") == found(owner, "INVOICES") == found(owner, "invo*") == ["Refund of my ticket"]
    assert found(owner, "cancelaciones") == found(owner, "vuelo devolución") == ["Cancelación de vuelos"]
    assert found(owner, '"refund of my"') == found(owner, "refund priority:>=high tag:vip") == ["Refund of my ticket"]
    assert (
        found(owner, '"refund ticket wrong"')
        == found(owner, "refund priority:<high")
        == found(owner, "refund -tag:vip")
        == []
    )
    assert found(owner, "refund OR vuelo") == ["Cancelación de vuelos", "Refund of my ticket"]
    assert found(owner, "tag:vip OR vuelo") == ["Cancelación de vuelos", "Refund of my ticket"]
    assert "Refund of my ticket" not in found(owner, "-invoice")
    assert found(owner, "the refund") == ["Refund of my ticket"]
    assert found(owner, "7kq2") == found(owner, "TKT-7KQ2M9") == ["Refund of my ticket"]
    assert found(owner, "100%") == found(owner, "🎉") == found(owner, "תודה") == []


def test_the_stem_of_a_word_is_no_beginning_of_others(in_acme: Cast) -> None:
    """``cars`` has the stem ``car``, as a number of letters alone may; no ticket of Carla's is found by it."""
    opened(in_acme, "Two rental cars", "Which one is mine?")
    index_here()
    owner = in_acme.owner.actor
    assert in_acme.customer.contact.name.startswith("Carla")
    assert found(owner, "cars") == found(owner, "cars*") == ["Two rental cars"]
    assert in_acme.ticket.subject not in found(owner, "cara")
    assert in_acme.ticket.subject in found(owner, "car")


def test_fields_say_what_they_mean(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    every = found(owner, "")
    mine = [in_acme.ticket.subject]
    assert found(owner, "department:flights requester:carla created:today is:unassigned") == mine
    assert found(owner, f"assignee:none created:<7d -department:{in_acme.hotels.pk}") == mine
    assert found(owner, "created:>7d") == found(owner, "due:>900d") == found(owner, "is:overdue") == []
    assert found(owner, "status:open,closed stage:open,waiting type:question,incident channel:web") == every
    assert found(owner, "assignee:me") == found(owner, "assignee:ana") == []


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("flight wrong:x", 7, 13),
        ("status:asleep", 7, 13),
        ("flight -status:open,asleep", 20, 26),
        ("priority:most", 9, 13),
        ("tag:>a", 0, 6),
        ("assignee:nobodyknows", 9, 20),
        ("created:soon", 8, 12),
        ("x created:2026-11-15..2026-11-01", 10, 32),
        ("field.gone:1", 0, 10),
        ("is:odd", 3, 6),
        ("flight priority: high", 7, 16),
        ("estado:", 0, 7),
    ],
)
def test_what_does_not_fit_is_marked(in_acme: Cast, asked: str, start: int, end: int) -> None:
    with pytest.raises(InvalidSearch) as refused:
        found(in_acme.owner.actor, asked)
    assert refused.value.extra["place"] == {"start": start, "end": end}


def test_notes_are_found_only_by_who_reads_them(in_acme: Cast, way: None) -> None:
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    add_note(ticket, "Suspected fraudster", by=in_acme.agent.actor)
    reply_to_customer(ticket, "We look into the refund", by=in_acme.agent.actor)
    change_tags(ticket, ["blacklisted"], by=in_acme.agent.actor)
    index_here()
    here, agent, customer = [ticket.subject], in_acme.agent.actor, in_acme.customer.actor
    assert found(agent, "fraudster") == found(agent, "fraudster refund") == found(agent, "blacklisted") == here
    assert found(customer, "fraud*") == found(customer, "refund fraudster") == found(customer, "blacklisted") == []
    assert found(customer, "refund") == found(customer, "refund -fraudster") == here
    assert found(in_acme.other_agent.actor, "refund") == []


def test_a_held_reply_is_the_teams_until_it_leaves(in_acme: Cast) -> None:
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    reply_to_customer(ticket, "Perhaps never said", by=in_acme.agent.actor, hold=datetime.timedelta(seconds=30))
    index_here()
    assert found(in_acme.agent.actor, "perhaps") == [ticket.subject]
    assert found(in_acme.customer.actor, "perhaps") == []


def test_no_reader_gives_an_id_of_another_organization(cast: Cast) -> None:
    with tenancy.organization(cast.globex.pk):
        foreign = Ticket.objects.select_related("requester").get(pk=cast.foreign_ticket.pk)
        foreign.tags = ["vip"]
        foreign.save(update_fields=["tags"])
        word = foreign.subject.split()[0]
    index(cast.globex)
    index(cast.acme)
    asked = [
        ("tickets_with_words", f"'{word.lower()}':* | !'nothing'"),
        ("tickets_fitting", f"'{word.lower()}':* | !'nothing'", "{1,1,1,1}"),
        ("tickets_with_tags", ["vip"]),
        ("tickets_with_names_like", foreign.subject.lower()),
        ("open_tickets_like", foreign.subject),
        ("contacts_named", ["%@%"]),
        ("contacts_like", [(foreign.requester.email or "").lower()]),
    ]

    def all_ids() -> set[object]:
        return {row[0] for name, *wanted in asked for row in database.crossing(name, *wanted, 100)}

    with tenancy.organization(cast.globex.pk):
        own = set(Ticket.objects.values_list("pk", flat=True)) | set(Contact.objects.values_list("pk", flat=True))
        assert {foreign.pk, foreign.requester_id} <= all_ids() <= own
    with tenancy.organization(cast.acme.pk):
        assert all_ids().isdisjoint(own)
        assert all_ids()
        assert found(cast.owner.actor, word) == []
    for setting in ("", "01980000-0000-7000-8000-000000000000"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('moondesk.organization', %s, false)", [setting])
        assert all_ids() == set()


def test_no_text_is_passed_over_that_has_a_word_which_begins_so() -> None:
    """PostgreSQL looks for beginnings in texts as they stand; any with signs that it does not know it gives us."""
    texts = [
        "Die Straße",
        "STRASSE",
        "(cancelación)",
        "CANCELACIO\u0301N",
        "\ufb01le",
        "dinvoice",
        "an\u00a0Ínvoice",
        "日本語",
    ]
    for wanted in ("str", "can", "fil", "inv", "日本", "ss", "e"):
        like = may_begin(frozenset([wanted]))
        with connection.cursor() as cursor:
            cursor.execute("SELECT one FROM unnest(%s::text[]) one WHERE one ~ %s", [texts, like])
            given = {row[0] for row in cursor.fetchall()}
        assert {text for text in texts if any(word.startswith(wanted) for word in fold(text).split())} <= given
        assert "dinvoice" not in given
