"""Macros: who may use and change which, what one does in one go, and one undo for all of it."""

import dataclasses
import datetime
import uuid
from typing import Any

import pytest

from moondesk.conversations.errors import InvalidMessage
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.events.undo import taken_back_of, undo_operation
from moondesk.kit import context
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.macros.actions import MacroEdit, apply_macro, change_macro, create_macro, remove_macro
from moondesk.macros.errors import InvalidMacro, MacroNotFound, MacroOutdated
from moondesk.macros.models import Macro
from moondesk.macros.queries import find, get_usable, usable_by
from moondesk.macros.rules import MacroScope
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import member_actor
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast
from tests.macros.making import make_macro

ALL = {
    "status": "pending", "priority": "high", "assignee": "me", "add_tags": ["Refund", "vip"], "remove_tags": ["old"],
}  # fmt: skip
HOLD = datetime.timedelta(seconds=30)


@pytest.fixture
def ticket(in_acme: Cast) -> Ticket:
    Ticket.objects.filter(pk=in_acme.ticket.pk).update(tags=["old", "kept"])
    return Ticket.objects.get(pk=in_acme.ticket.pk)


def names(actor: Actor) -> set[str]:
    return {macro.name for macro in usable_by(actor)}


def test_one_sees_ones_own_those_of_ones_departments_and_of_all(in_acme: Cast) -> None:
    make_macro("All")
    make_macro("Flights", scope=MacroScope.DEPARTMENT, department=in_acme.flights.pk)
    make_macro("Ana's", scope=MacroScope.PERSONAL, by=in_acme.agent.actor)
    assert names(in_acme.agent.actor) == {"All", "Flights", "Ana's"}
    assert names(in_acme.other_agent.actor) == {"All"}
    assert names(in_acme.owner.actor) == {"All", "Flights"}
    for who in ("viewer", "employee", "customer"):
        assert names(in_acme.people[who].actor) == set()
    foreign = Macro.objects.get(name="Ana's")
    with pytest.raises(MacroNotFound):
        get_usable(in_acme.other_agent.actor, foreign.pk)
    with pytest.raises(NotAllowed):
        remove_macro(foreign, by=in_acme.owner.actor)


def test_agents_write_their_own_and_managers_what_is_shared(in_acme: Cast) -> None:
    shared = MacroEdit(name="All", bodies={"en": "x"}, scope=MacroScope.ORGANIZATION)
    with pytest.raises(NotAllowed):
        create_macro(shared, by=in_acme.agent.actor)
    manager = member_actor(factories.make_member(roles=[Role.DEPARTMENT_MANAGER], departments=[in_acme.flights]))
    macro = create_macro(shared, by=manager)
    with pytest.raises(NotAllowed):
        change_macro(macro, MacroEdit(name="Mine now", bodies={"en": "x"}), by=in_acme.agent.actor)
    own = MacroEdit(name="F", bodies={"en": "x"}, scope=MacroScope.DEPARTMENT, department=in_acme.flights.pk)
    assert create_macro(own, by=manager).department_id == in_acme.flights.pk
    elsewhere = MacroEdit(name="H", bodies={"en": "x"}, scope=MacroScope.DEPARTMENT, department=in_acme.hotels.pk)
    with pytest.raises(InvalidMacro):
        create_macro(elsewhere, by=manager)
    with pytest.raises(NotAllowed):
        create_macro(MacroEdit(name="V", bodies={"en": "x"}), by=in_acme.viewer.actor)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"bodies": {}}, "body"),
        ({"bodies": {"en": "{{ customer.nmae }}"}}, "body_en"), ({"bodies": {"xx": "Hi"}}, "body"),
        ({"bodies": {"en": "x" * 100_001}}, "body_en"), ({"changes": {"status": "nonsense"}}, "status"),
        ({"changes": {"priority": "extreme"}}, "priority"), ({"changes": {"assignee": "somebody"}}, "assignee"),
        ({"changes": {"department": str(uuid.uuid4())}}, "department"), ({"changes": {"subject": "x"}}, "subject"),
        ({"scope": MacroScope.DEPARTMENT}, "department"), ({"shortcut": "taken"}, "shortcut"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(in_acme: Cast, edit: dict[str, Any], field: str) -> None:
    make_macro("Other", shortcut="/Taken")
    with pytest.raises(InvalidMacro) as refused:
        create_macro(MacroEdit(**{"name": "Name", "bodies": {"en": "Hi"}, **edit}), by=in_acme.owner.actor)
    assert set(refused.value.fields) == {field}
    assert Macro.objects.count() == 1


def test_changes_of_macros_are_told(in_acme: Cast) -> None:
    macro = make_macro()
    change_macro(macro, MacroEdit("Refunds", {"en": "Hi"}, scope=MacroScope.ORGANIZATION), by=in_acme.owner.actor)
    remove_macro(macro, by=in_acme.owner.actor)
    told = Event.objects.filter(name__startswith="macro.").order_by("id").values_list("name", flat=True)
    assert list(told) == ["macro.created", "macro.changed", "macro.removed"]


def test_the_best_answer_to_a_word_comes_first(in_acme: Cast) -> None:
    for name, shortcut in (("Money is late", ""), ("Something", "money"), ("No refund", "")):
        make_macro(name, shortcut=shortcut)
    assert [macro.name for macro in find(in_acme.agent.actor, "money")] == ["Something", "Money is late"]
    assert len(find(in_acme.agent.actor, "")) == 3


def test_a_macro_writes_and_changes_in_one_go_and_one_undo_takes_it_back(in_acme: Cast, ticket: Ticket) -> None:
    by, operation = in_acme.agent.actor, new_id()
    macro = make_macro(body="Hello {{ customer.first_name }}, {{ ticket.number }}.", changes=ALL)
    token = context.operation.set(operation)
    message = apply_macro(macro, ticket, by=by, hold=HOLD)
    context.operation.reset(token)
    assert message is not None
    assert message.body == f"Hello Carla, TKT-{ticket.number}."
    now = Ticket.objects.get(pk=ticket.pk)
    assert (now.status.key, now.priority, now.assignee_id) == ("pending", 3, by.member_id)
    assert now.tags == ["kept", "refund", "vip"]
    undo_operation(ticket.pk, operation, by=by)
    back = Ticket.objects.get(pk=ticket.pk)
    assert (back.status.key, back.priority, back.assignee_id, back.tags) == ("open", 2, None, ["old", "kept"])
    assert not Message.objects.filter(pk=message.pk).exists()
    told = Event.objects.filter(subject_id=ticket.pk, name__startswith="ticket.macro_").order_by("id")
    assert [one.name for one in told] == ["ticket.macro_applied", "ticket.macro_taken_back"]
    assert taken_back_of(told) == {told[0].pk}, "a compact history shows neither"


def test_a_note_of_a_macro_is_taken_back_too_but_by_its_writer_alone(in_acme: Cast, ticket: Ticket) -> None:
    operation = new_id()
    token = context.operation.set(operation)
    apply_macro(make_macro(kind="note", body="Ask Rita"), ticket, by=in_acme.agent.actor)
    context.operation.reset(token)
    with pytest.raises(NotAllowed):
        undo_operation(ticket.pk, operation, by=in_acme.owner.actor)
    undo_operation(ticket.pk, operation, by=in_acme.agent.actor)
    assert Message.objects.filter(ticket=ticket, kind="note").count() == 0
    assert Ticket.objects.get(pk=ticket.pk).message_count == 1


def test_one_part_that_is_not_allowed_stops_all(in_acme: Cast, ticket: Ticket) -> None:
    macro = make_macro(changes={"status": "pending", "department": str(in_acme.hotels.pk)})
    Macro.objects.update(changes={"department": str(uuid.uuid4()), "status": "pending"})
    macro.refresh_from_db()
    with pytest.raises(MacroOutdated):
        apply_macro(macro, ticket, by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        apply_macro(make_macro("Other"), ticket, by=in_acme.viewer.actor)


def test_a_text_in_the_language_of_the_ticket(in_acme: Cast, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(language="es")
    macro = make_macro(bodies={"en": "Hello", "es": "Hola {{ customer.first_name }}"})
    message = apply_macro(macro, Ticket.objects.get(pk=ticket.pk), by=in_acme.agent.actor)
    assert message is not None
    assert message.body == "Hola Carla"
    with pytest.raises(InvalidMessage):
        apply_macro(make_macro("Empty", body="{{ customer.phone }}"), ticket, by=in_acme.agent.actor)


def test_to_use_macros_has_a_permission_of_its_own(in_acme: Cast, ticket: Ticket) -> None:
    """Who may reply and change everything by hand, but has no macros, runs none: the menu is not there either."""
    agent = in_acme.agent.actor
    without = dataclasses.replace(agent, permissions=agent.permissions - {Permission.MACRO_OWN})
    with pytest.raises(NotAllowed, match=Permission.MACRO_OWN.value):
        apply_macro(make_macro(), ticket, by=without)
    assert apply_macro(make_macro(), ticket, by=agent) is not None
