"""Members and departments that are named in messages."""

import pytest

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.editing import edit_message
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.conversations.errors import CannotMention, TooManyMentions
from moondesk.conversations.models import Mention, Message
from moondesk.events.models import Event
from moondesk.events.undo import undo_operation
from moondesk.kit import context
from moondesk.kit.ids import new_id
from moondesk.kit.markup import Naming, render_markdown
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions.attending import note_looked
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def here(cast: Cast) -> Ticket:
    return Ticket.objects.get(pk=cast.ticket.pk)


def colleague(name: str, department: Department, role: Role = Role.SUPPORT_AGENT) -> Member:
    member = factories.make_member(factories.make_user(name=name), roles=[role], departments=[department])
    assert member.name == name
    return member


def told(cast: Cast) -> list[Event]:
    return list(Event.objects.filter(subject_id=cast.ticket.pk, name__endswith="mentioned").order_by("id"))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Hi @Ana Agent.", ["@Ana Agent"]),
        ("hi (@ana agent), and @FLIGHTS", ["@ana agent", "@FLIGHTS"]),
        ("write to bo@Ana Agent", []),
        ("`@Ana Agent` and [@Ana Agent](https://a.test)", []),
        ("@Anabel", []),
        ("**@Ana**", ["@Ana"]),
    ],
)
def test_a_name_is_marked_where_it_is_a_word_of_its_own(text: str, marked: list[str]) -> None:
    html = render_markdown(text, Naming(["Ana", "Ana Agent", "Flights"]))
    assert [part.partition("</span>")[0] for part in html.split('<span class="mention">')[1:]] == marked


def test_what_is_typed_as_markup_is_no_mention() -> None:
    html = render_markdown('<span class="mention" id="x">@Bo</span> @<b>', Naming(["<b>"]))
    assert html.count("<span") == 1
    assert '<span class="mention">@&lt;b&gt;</span>' in html


def test_ten_thousand_signs_are_not_all_looked_at() -> None:
    naming = Naming([f"Person {number}" for number in range(500)])
    html = render_markdown("@x " * 10_000 + "@Person 7", naming)
    assert html.count("@") == 10_001
    assert not naming.found


def test_a_member_who_sees_the_ticket_is_told_once(in_acme: Cast) -> None:
    message = add_note(here(in_acme), "@Ana Agent and again @ana agent", by=in_acme.owner.actor)
    (mention,) = Mention.objects.filter(message=message)
    assert (mention.member_id, mention.label) == (in_acme.agent.member.pk, "Ana Agent")
    assert here(in_acme).mentioned == [in_acme.agent.member.pk]
    (event,) = told(in_acme)
    assert event.name == "message.note_mentioned"
    assert event.data["members"] == [str(in_acme.agent.member.pk)]
    assert '<span class="mention">@Ana Agent</span>' in message.html


def test_one_who_cannot_see_the_ticket_cannot_be_mentioned(in_acme: Cast) -> None:
    for write in (add_note, reply_to_customer):
        with pytest.raises(CannotMention) as caught:
            write(here(in_acme), "What do you say, @Bo Other?", by=in_acme.agent.actor)
        assert caught.value.status == 422
        assert caught.value.extra == {"names": ["Bo Other"]}
    assert not Message.objects.filter(ticket=in_acme.ticket, author_member=in_acme.agent.member).exists()
    assert in_acme.other_agent.member.pk not in (here(in_acme).mentioned or [])


def test_a_department_means_those_of_it_who_see_the_ticket(in_acme: Cast) -> None:
    second = colleague("Abel Agent", in_acme.flights)
    both = colleague("Evi Employee", in_acme.flights, Role.EMPLOYEE)
    message = reply_to_customer(here(in_acme), "We ask @Flights.", by=in_acme.owner.actor)
    named = {one.member_id for one in Mention.objects.filter(message=message)}
    assert named == {in_acme.agent.member.pk, second.pk}
    assert both.pk not in named
    with pytest.raises(CannotMention):
        add_note(here(in_acme), "@Hotels", by=in_acme.owner.actor)


def test_naming_oneself_does_nothing_and_writing_is_looking(in_acme: Cast) -> None:
    add_note(here(in_acme), "@Ana Agent", by=in_acme.owner.actor)
    message = add_note(here(in_acme), "I, @Ana Agent, take it", by=in_acme.agent.actor)
    assert not Mention.objects.filter(message=message).exists()
    assert here(in_acme).mentioned is None
    assert "mention" in message.html


def test_a_customers_sign_is_a_sign(in_acme: Cast) -> None:
    carla = in_acme.customer
    _ticket, message = reply_as_customer(
        here(in_acme), carla.contact, "Ask @Ana Agent", by=carla.actor, channel=Channel.EMAIL
    )
    assert "span" not in message.html
    assert not Mention.objects.exists()


def test_a_changed_text_tells_only_those_who_are_new(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    message = add_note(here(in_acme), "@Ana Agent", by=owner)
    edited = edit_message(message, "@Ana Agent and @Adam Admin", by=owner)
    assert edited.html.count('class="mention"') == 2
    assert [event.data["labels"] for event in told(in_acme)] == [["Ana Agent"], ["Adam Admin"]]
    with pytest.raises(CannotMention):
        edit_message(edited, "@Bo Other", by=owner)
    edit_message(Message.objects.get(pk=message.pk), "@Adam Admin", by=owner)
    assert here(in_acme).mentioned == [in_acme.administrator.member.pk]
    assert len(told(in_acme)) == 2


def test_who_is_named_in_place_of_another_takes_their_place(in_acme: Cast) -> None:
    owner = in_acme.owner.actor
    message = add_note(here(in_acme), "@Ana Agent", by=owner)
    edit_message(message, "@Adam Admin", by=owner)
    assert here(in_acme).mentioned == [in_acme.administrator.member.pk]


def test_a_message_of_a_merged_ticket_names_people_where_it_goes_on(in_acme: Cast) -> None:
    """There it is read, there it waits for those who are named, and who sees that is told."""
    owner = in_acme.owner.actor
    gone = factories.make_ticket(department=in_acme.hotels)
    note = add_note(gone, "Who knows?", by=owner)
    merge_tickets(in_acme.ticket.number, [gone.number], by=owner)
    edit_message(note, "Does @Ana Agent know?", by=owner)
    assert here(in_acme).mentioned == [in_acme.agent.member.pk]
    (event,) = told(in_acme)
    assert event.data["message"] == str(note.pk)
    edit_message(note, "Who knows?", by=owner)
    assert here(in_acme).mentioned is None


def test_who_was_named_before_a_merge_finds_it_where_the_ticket_goes_on(in_acme: Cast) -> None:
    owner, ana = in_acme.owner.actor, in_acme.agent.member
    gone = factories.make_ticket(department=in_acme.flights)
    add_note(gone, "@Ana Agent and @Adam Admin", by=owner)
    merge_tickets(in_acme.ticket.number, [gone.number], by=owner)
    assert in_acme.ticket in matching(in_acme.agent.actor, ListQuery(mentioned=True))
    add_note(here(in_acme), "@Adam Admin!", by=owner)
    unmerge_ticket(gone.number, by=owner)
    assert here(in_acme).mentioned == [in_acme.administrator.member.pk]
    gone.refresh_from_db()
    assert ana.pk in gone.mentioned
    merge_tickets(in_acme.ticket.number, [gone.number], by=owner)
    note_looked(here(in_acme), [ana.pk])
    unmerge_ticket(gone.number, by=owner)
    gone.refresh_from_db()
    assert gone.mentioned == [in_acme.administrator.member.pk]


def test_a_note_taken_back_mentions_nobody(in_acme: Cast) -> None:
    operation = new_id()
    token = context.operation.set(operation)
    try:
        add_note(here(in_acme), "@Ana Agent", by=in_acme.owner.actor)
    finally:
        context.operation.reset(token)
    undo_operation(in_acme.ticket.pk, operation, by=in_acme.owner.actor)
    assert here(in_acme).mentioned is None
    assert not Mention.objects.exists()


def test_too_many_are_refused(in_acme: Cast) -> None:
    crowd = factories.make_department("Crowd")
    for number in range(101):
        colleague(f"One {number}", crowd, Role.ADMINISTRATOR)
    with pytest.raises(TooManyMentions):
        add_note(here(in_acme), "@Crowd", by=in_acme.owner.actor)
