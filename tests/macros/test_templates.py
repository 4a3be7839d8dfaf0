"""Templates for new tickets: written, offered, taken back; and what a ticket that begins with one has."""

import uuid
from typing import Any

import pytest

from moondesk.conversations.actions import open_ticket
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event, undo_operation
from moondesk.fields.forms import Access, Item
from moondesk.fields.rules import Kind
from moondesk.kit import context
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.macros.actions.templates import (
    TemplateEdit,
    change_template,
    create_template,
    document_of,
    order_templates,
    restore_template,
    retire_template,
)
from moondesk.macros.beginning import Beginning, filled_subject, filled_words, texts_for_customer
from moondesk.macros.errors import InvalidTemplate, TemplateNotFound
from moondesk.macros.models import TicketTemplate
from moondesk.macros.template_queries import all_templates, get_offered, offered_to
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast
from tests.macros.making import make_template

pytestmark = pytest.mark.django_db
WHOLE: dict[str, Any] = {
    "subjects": {"en": "Bag of {{ customer.name }}", "es": "Maleta de {{ customer.name }}"},
    "type": "incident", "category": "technical", "priority": "high", "tags": ["Bags", "bags"], "in_form": True,
}  # fmt: skip


def names(actor: Any) -> list[str]:
    return [str(one) for one in offered_to(actor)]


def test_the_team_is_offered_all_and_customers_those_of_the_form(in_acme: Cast) -> None:
    make_template("For all", in_form=True)
    inner = make_template("For us")
    assert names(in_acme.agent.actor) == ["For all", "For us"]
    assert names(in_acme.customer.actor) == ["For all"]
    assert names(in_acme.employee.actor) == ["For all"]
    assert names(in_acme.viewer.actor) == []
    with pytest.raises(TemplateNotFound):
        get_offered(in_acme.customer.actor, inner.pk)
    retire_template(inner.pk, by=in_acme.owner.actor)
    assert names(in_acme.agent.actor) == ["For all"]
    restore_template(inner.pk, by=in_acme.owner.actor)
    order_templates([str(inner.pk)], by=in_acme.owner.actor)
    assert names(in_acme.agent.actor) == ["For us", "For all"]


def test_only_managers_write_them(in_acme: Cast) -> None:
    edit, template = TemplateEdit(names={"en": "x"}), make_template()
    for act in (
        lambda by: create_template(edit, by=by),
        lambda by: change_template(template.pk, edit, by=by),
        lambda by: retire_template(template.pk, by=by),
        lambda by: order_templates([], by=by),
    ):
        with pytest.raises(NotAllowed):
            act(in_acme.agent.actor)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"names": {}}, "names"), ({"names": {"en": " "}}, "names"), ({"names": {"en": "x" * 81}}, "name_en"),
        ({"names": {"xx": "x"}}, "body"), ({"subjects": {"en": "{{ customer.nmae }}"}}, "subject_en"),
        ({"subjects": {"en": "{{ ticket.number }}"}}, "subject_en"), ({"subjects": {"es": "x" * 201}}, "subject_es"),
        ({"bodies": {"es": "{{ custmer.name }}"}}, "body_es"), ({"bodies": {"en": "{% if 1 %}"}}, "body_en"),
        ({"type": "nonsense"}, "type"), ({"category": "nonsense"}, "category"), ({"priority": "extreme"}, "priority"),
        ({"department": uuid.uuid4()}, "department"), ({"tags": ["a,b"]}, "tags"),
        ({"fields": {"seat": 12}}, "fields.seat"), ({"fields": {"nothing": "x"}}, "fields.nothing"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(in_acme: Cast, edit: dict[str, Any], field: str) -> None:
    make_field(Kind.TEXT, "Seat", key="seat")
    with pytest.raises(InvalidTemplate) as refused:
        create_template(TemplateEdit(**{"names": {"en": "Name"}, **edit}), by=in_acme.owner.actor)
    assert set(refused.value.fields) == {field}
    assert not TicketTemplate.objects.exists()


def test_each_change_is_told_and_can_be_undone(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    template = make_template(**WHOLE)
    before = document_of(template)
    token = context.operation.set(new_id())
    try:
        change_template(template.pk, TemplateEdit(names={"en": "Other"}, priority="low"), by=by)
        operation = context.operation.get()
        assert operation
        undo_operation(template.pk, operation, by=by)
    finally:
        context.operation.reset(token)
    assert document_of(TicketTemplate.objects.get(pk=template.pk)) == before
    retire_template(template.pk, by=by)
    told = Event.objects.filter(subject_id=template.pk, name="template.changed").latest("id")
    revert_event(template.pk, told.pk, by=by)
    assert TicketTemplate.objects.get(pk=template.pk).retired_at is None


def test_undo_loses_no_newer_change_and_an_undone_new_one_is_retired(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    make_field(Kind.TEXT, "Seat", key="seat")
    template = make_template(fields={"seat": "12A"})
    change_template(template.pk, TemplateEdit(names={"en": "Second"}, fields={"seat": "12A"}), by=by)
    second = Event.objects.filter(name="template.changed").latest("id")
    change_template(template.pk, TemplateEdit(names={"en": "Third"}, fields={"seat": "12A"}), by=by)
    with pytest.raises(ChangedSince):
        revert_event(template.pk, second.pk, by=by)
    from moondesk.fields.actions import retire_field

    retire_field("seat", by=by)
    third = Event.objects.filter(name="template.changed").latest("id")
    with pytest.raises(CannotUndo):
        revert_event(template.pk, third.pk, by=by)
    other = make_template("New")
    revert_event(other.pk, Event.objects.get(subject_id=other.pk).pk, by=by)
    assert TicketTemplate.objects.get(pk=other.pk).retired_at is not None
    order_templates([str(other.pk)], by=by)
    ordered = Event.objects.get(name="template.ordered")
    revert_event(ordered.subject_id, ordered.pk, by=by)
    assert [one.pk for one in all_templates()] == [template.pk, other.pk]


def test_texts_get_their_values_when_the_ticket_is_opened(in_acme: Cast) -> None:
    agent, carla = in_acme.agent.actor, in_acme.ticket.requester
    carla.name = "Carla *C*"
    begun = Beginning(carla, Category.objects.get(key="technical"), None, "en")
    subject = filled_subject("{{ customer.name }}: {{ ticket.category }} {{ nonsense }}", begun, agent)
    assert subject == "Carla *C*: Technical {{ nonsense }}"
    new = NewTicket(subject=subject, requester=carla, channel=Channel.PHONE)
    body = "{{ ticket.number }} by {{ agent.name }} of {{ customer.name }}; {{ 7 * 7 }}"
    ticket, message = open_ticket(new, body, by=agent, words=filled_words(agent))
    assert message.body == f"TKT-{ticket.number} by Ana Agent of Carla \\*C\\*; {{{{ 7 * 7 }}}}"


def test_customers_are_shown_no_variables(in_acme: Cast) -> None:
    template = make_template(
        body="{{ customer.first_name | default('Hello') }} {{ agent.name }}{{ ticket.number }}!", **WHOLE
    )
    stranger = texts_for_customer(template, "es", None, in_acme.customer.actor)
    assert stranger == {"subject": "Maleta de", "message": "Hello !"}
    known = texts_for_customer(template, "en", in_acme.ticket.requester, in_acme.customer.actor)
    assert known == {"subject": "Bag of Carla Customer", "message": "Carla !"}


def test_what_a_template_gives_holds_where_customers_may_not_fill_in(in_acme: Cast) -> None:
    make_field(Kind.TEXT, "Team", key="team")
    make_field(Kind.TEXT, "Seat", key="seat")
    make_form(Item("team"), Item("seat", customers=Access.EDIT))
    new = NewTicket(
        subject="Bag", requester=in_acme.ticket.requester, channel=Channel.WEB,
        preset={"team": "Bags", "seat": "1A", "gone": "x"}, fields={"team": "Mine", "seat": ""},
    )  # fmt: skip
    ticket, _message = open_ticket(new, "It is gone", by=in_acme.customer.actor)
    assert Ticket.objects.get(pk=ticket.pk).field_values == {"team": "Bags"}
    assert factories.make_ticket().field_values == {}
