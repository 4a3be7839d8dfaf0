"""Custom fields on tickets: set, told, required, undone, and sealed."""

import uuid
from typing import Any

import pytest
from django.utils import translation

from moondesk.events.errors import ChangedSince
from moondesk.events.undo import revert_event
from moondesk.fields import actions as fields
from moondesk.fields.errors import FieldNotFound, FieldsRequired, InvalidField, InvalidValue
from moondesk.fields.forms import Access, Item, Moment
from moondesk.fields.models import Field
from moondesk.fields.rules import Definition, Kind, Option
from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.tickets import actions
from moondesk.tickets.documents import document_of
from moondesk.tickets.field_models import FieldValue, TicketForm
from moondesk.tickets.fielding import shown_value
from moondesk.tickets.list_query import InvalidList, parse_list_query
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Stage
from tests import factories
from tests.fields import making
from tests.harness.events import last_told, told
from tests.harness.people import Cast


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def give(cast: Cast, **values: Any) -> None:
    actions.change_fields(fresh(cast.ticket), values, by=cast.agent.actor)


# Definitions.


def test_a_field_gets_a_key_of_its_name_which_is_never_used_again(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    seat = fields.add_field(
        Kind.SELECT, labels={"en": "Seat", "es": "Asiento"}, options=[Option("", {"en": "Aisle"})], by=owner
    )
    assert (seat.key, seat.options[0]["key"]) == ("seat", "aisle")
    fields.retire_field("seat", by=owner)
    assert fields.add_field(Kind.TEXT, labels={"en": "Seat"}, by=owner).key == "seat_2"
    with pytest.raises(InvalidField) as refused:
        fields.add_field(Kind.TEXT, labels={"en": "Another"}, key="seat", by=owner)
    assert list(refused.value.fields) == ["key"]


def test_changing_a_field_is_told_as_what_it_was_and_is(in_acme: Cast) -> None:
    field = making.make_field(Kind.SELECT, "Seat", "Aisle", "Window")
    fields.change_field(
        "seat", labels={"en": "Place"}, options=[Option("window", {"en": "Window"})], by=in_acme.owner.actor
    )
    data = last_told(field).data
    assert data["before"]["labels"] == {"en": "Seat"}
    assert data["after"]["labels"] == {"en": "Place"}
    options = Field.objects.get(key="seat").options
    assert [(one["key"], one["retired"]) for one in options] == [("window", False), ("aisle", True)], "never removed"


def test_only_who_may_manage_fields_does(in_acme: Cast) -> None:
    with pytest.raises(NotAllowed):
        fields.add_field(Kind.TEXT, labels={"en": "A"}, by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        actions.change_form("", "", [], by=in_acme.agent.actor)


def test_fields_are_ordered_and_come_back(in_acme: Cast) -> None:
    for name in ("A", "B", "C"):
        making.make_field(label=name)
    fields.order_fields(["c", "a"], by=in_acme.owner.actor)
    assert [one.key for one in Field.objects.all()] == ["c", "a", "b"]
    fields.retire_field("a", by=in_acme.owner.actor)
    fields.restore_field("a", by=in_acme.owner.actor)
    assert Field.objects.get(key="a").retired_at is None
    with pytest.raises(FieldNotFound):
        fields.retire_field("nothing", by=in_acme.owner.actor)


# Values.


def test_values_are_set_indexed_and_told(in_acme: Cast) -> None:
    making.make_field(Kind.SELECT, "Seat", "Aisle", "Window")
    making.make_field(Kind.NUMBER, "Price")
    version = fresh(in_acme.ticket).version
    give(in_acme, seat="window", price=412.5)
    ticket = fresh(in_acme.ticket)
    assert ticket.field_values == {"seat": "window", "price": 412.5}
    assert ticket.version == version + 1, "one change, one version"
    assert told(ticket)[-2:] == ["ticket.custom_field_changed"] * 2
    data = last_told(ticket).data
    assert (data["field"], data["old"], data["new"], data["new_label"]) == ("price", None, 412.5, "412.5")
    rows = FieldValue.objects.filter(ticket=ticket).values_list("field__key", "word", "number")
    assert set(rows) == {("seat", "window", 1), ("price", None, 412.5)}
    give(in_acme, seat=None)
    assert fresh(in_acme.ticket).field_values == {"price": 412.5}
    assert FieldValue.objects.filter(ticket=ticket).count() == 1
    give(in_acme, price=412.50)
    assert fresh(in_acme.ticket).version == version + 2, "what is the same changes nothing"


def test_all_that_does_not_fit_is_told_at_once_and_nothing_is_done(in_acme: Cast) -> None:
    making.make_field(Kind.SELECT, "Seat", "Aisle")
    making.make_field(Kind.DATE, "Day")
    making.make_field(Kind.TEXT, "Old")
    fields.retire_field("old", by=in_acme.owner.actor)
    with pytest.raises(InvalidValue) as refused:
        give(in_acme, seat="sofa", day="tomorrow", old="x", nothing="y")
    assert refused.value.extra["codes"] == {
        "fields.seat": "unknown_option",
        "fields.day": "not_a_date",
        "fields.old": "field_retired",
        "fields.nothing": "unknown_field",
    }
    assert fresh(in_acme.ticket).field_values == {}


def test_an_option_removed_meanwhile_is_refused_but_stays_where_it_is(in_acme: Cast) -> None:
    making.make_field(Kind.SELECT, "Seat", "Aisle", "Window")
    making.make_field(Kind.TEXT, "Note")
    give(in_acme, seat="aisle")
    fields.change_field("seat", options=[Option("window", {"en": "Window"})], by=in_acme.owner.actor)
    give(in_acme, seat="aisle", note="kept")
    assert fresh(in_acme.ticket).field_values == {"seat": "aisle", "note": "kept"}
    give(in_acme, seat="window")
    with pytest.raises(InvalidValue) as refused:
        give(in_acme, seat="aisle")
    assert refused.value.extra["codes"] == {"fields.seat": "option_retired"}


def test_members_can_be_chosen_who_work_on_tickets(in_acme: Cast) -> None:
    making.make_field(Kind.USER, "Buyer")
    member = in_acme.agent.member
    give(in_acme, buyer=str(member.pk))
    assert last_told(in_acme.ticket).data["new_label"] == member.name
    for other in (str(uuid.uuid4()), "me", str(in_acme.viewer.member.pk) if "viewer" in in_acme.people else "x"):
        with pytest.raises(InvalidValue):
            give(in_acme, buyer=other)


def test_a_change_is_reverted_unless_something_came_after(in_acme: Cast) -> None:
    making.make_field(Kind.TEXT, "Note")
    give(in_acme, note="one")
    first = last_told(in_acme.ticket)
    give(in_acme, note="two")
    second = last_told(in_acme.ticket)
    with pytest.raises(ChangedSince):
        revert_event(in_acme.ticket.pk, first.pk, by=in_acme.agent.actor)
    revert_event(in_acme.ticket.pk, second.pk, by=in_acme.agent.actor)
    assert fresh(in_acme.ticket).field_values == {"note": "one"}


def test_who_may_not_change_tickets_does_not_change_fields(in_acme: Cast) -> None:
    making.make_field(Kind.TEXT, "Note")
    with pytest.raises(NotAllowed):
        actions.change_fields(fresh(in_acme.ticket), {"note": "x"}, by=in_acme.customer.actor)


def test_values_of_a_retired_field_are_not_shown_but_not_lost(in_acme: Cast) -> None:
    making.make_field(Kind.TEXT, "Note")
    give(in_acme, note="kept")
    fields.retire_field("note", by=in_acme.owner.actor)
    assert '"fields" : {}' in document_of(fresh(in_acme.ticket), by=in_acme.agent.actor).json
    assert fresh(in_acme.ticket).field_values == {"note": "kept"}
    fields.restore_field("note", by=in_acme.owner.actor)
    assert '"fields" : {"note": "kept"}' in document_of(fresh(in_acme.ticket), by=in_acme.agent.actor).json


# What forms demand.


def test_a_customer_learns_nothing_of_a_hidden_field_and_opens_nothing_with_it(in_acme: Cast) -> None:
    making.make_field(Kind.SELECT, "Fraud", "Likely", "No")
    making.make_field(Kind.TEXT, "Comment")
    making.make_form(Item("fraud"), Item("comment", customers=Access.EDIT, when={"field": "fraud", "is": ["likely"]}))
    for guess in ("likely", "not an option", 5):
        ticket = factories.make_ticket(by=in_acme.customer.actor, fields={"fraud": guess, "comment": "Unlocked"})
        assert ticket.field_values == {}
    with pytest.raises(InvalidValue):
        factories.make_ticket(by=in_acme.customer.actor, fields={"nothing": "x"})


def test_a_field_required_at_creation_is_asked_of_staff_and_of_customers_who_may_edit_it(in_acme: Cast) -> None:
    making.make_field(Kind.TEXT, "Booking")
    making.make_field(Kind.TEXT, "Cost centre")
    needed = frozenset({Moment.CREATION})
    making.make_form(Item("booking", needed, Access.EDIT), Item("cost_centre", needed))
    with pytest.raises(FieldsRequired) as refused:
        factories.make_ticket(by=in_acme.agent.actor, fields={})
    assert refused.value.extra["required"] == ["booking", "cost_centre"]
    with pytest.raises(FieldsRequired) as refused:
        factories.make_ticket(by=in_acme.customer.actor, fields={"cost_centre": "mine"})
    assert refused.value.extra["required"] == ["booking"]
    ticket = factories.make_ticket(by=in_acme.customer.actor, fields={"booking": "ACM-1", "cost_centre": "mine"})
    assert fresh(ticket).field_values == {"booking": "ACM-1"}, "what is not theirs to edit is not taken"
    assert FieldValue.objects.get(ticket=ticket).word == "acm-1"
    assert factories.make_ticket(by=in_acme.agent.actor).pk, "a mail cannot be asked for anything"


def test_a_field_required_at_resolve_holds_up_staff_and_nobody_else(in_acme: Cast) -> None:
    making.make_field(Kind.TEXT, "Cause")
    making.make_form(Item("cause", frozenset({Moment.RESOLVE})))
    ticket = fresh(in_acme.ticket)
    with pytest.raises(FieldsRequired) as refused:
        actions.resolve_ticket(ticket, by=in_acme.agent.actor)
    assert refused.value.extra == {"required": ["cause"], "moment": "resolve"}
    assert fresh(ticket).stage != Stage.RESOLVED
    give(in_acme, cause="Fog")
    actions.resolve_ticket(fresh(ticket), by=in_acme.agent.actor)
    assert fresh(ticket).stage == Stage.RESOLVED


def test_moondesk_itself_is_not_held_up(in_acme: Cast) -> None:
    making.make_field(Kind.TEXT, "Cause")
    making.make_form(Item("cause", frozenset({Moment.RESOLVE})))
    actions.move_to_stage(fresh(in_acme.ticket), Stage.CLOSED, by=factories.moondesk())
    assert fresh(in_acme.ticket).stage == Stage.CLOSED


def test_forms_are_changed_whole_and_taken_away(in_acme: Cast) -> None:
    making.make_field(label="A")
    making.make_form(Item("a"), category="billing", type_="task")
    form = TicketForm.objects.get().form
    assert (form.category, form.type, [one.field for one in form.items]) == ("billing", "task", ["a"])
    with pytest.raises(InvalidField) as refused:
        making.make_form(Item("a"), Item("b"))
    assert list(refused.value.fields) == ["items.b"]
    actions.remove_form("billing", "task", by=in_acme.owner.actor)
    assert not TicketForm.objects.exists()


# Fences.


def test_another_organization_knows_nothing_of_fields_values_and_forms(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        making.make_field(label="Secret")
        making.make_form(Item("secret"))
        actions.change_fields(fresh(cast.ticket), {"secret": "x"}, by=cast.agent.actor)
    with tenancy.organization(cast.globex.pk):
        assert not Field.objects.exists()
        assert not FieldValue.objects.exists()
        assert not TicketForm.objects.exists()
        with pytest.raises(FieldNotFound):
            fields.retire_field("secret", by=factories.moondesk())
        with pytest.raises(InvalidList):
            list_tickets(factories.moondesk(), parse_list_query({"field.secret": ["x"]}))
        assert making.make_field(label="Secret").key == "secret", "keys are an organization's own"


@pytest.mark.parametrize(("language", "day"), [("en", "30 Dec 2026"), ("es", "30 dic 2026")])
def test_a_day_reads_as_all_days_do(language: str, day: str) -> None:
    travel = Definition(key="travel", kind=Kind.DATE, labels={"en": "Travel"})
    with translation.override(language):
        assert shown_value(travel, "2026-12-30") == day
