"""Links between tickets: both ends, circles, blocked work, and ends out of sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import system_actor
from moondesk.tickets.actions import change_status, resolve_ticket
from moondesk.tickets.actions.linking import link_tickets, unlink_tickets
from moondesk.tickets.errors import (
    InvalidLink,
    LinkCircle,
    LinkExists,
    LinkNotFound,
    TicketBlocked,
    TicketChanged,
    TicketMerged,
    TicketNotFound,
)
from moondesk.tickets.joining import INVERSE, LinkKind, Relation, kind_of, makes_a_circle, relation_of
from moondesk.tickets.links import links_of
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.related import TicketLink
from moondesk.tickets.rules import Stage
from tests import factories
from tests.harness.people import Cast


@pytest.fixture
def three(in_acme: Cast) -> list[Ticket]:
    return [factories.make_ticket(letter, department=in_acme.flights) for letter in "abc"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_links_that_make_no_circle_have_an_order(pairs: list[tuple[int, int]]) -> None:
    kept: list[tuple[int, int]] = []
    for first, second in pairs:
        if first != second and not makes_a_circle(kept, first, second):
            kept.append((first, second))
    above = {node: {first for first, second in kept if second == node} for node in range(7)}
    placed: set[int] = set()
    while len(placed) < 7:
        free = {node for node in range(7) if node not in placed and above[node] <= placed}
        assert free
        placed |= free


def test_every_relation_is_a_kind_read_from_an_end() -> None:
    for relation in Relation:
        kind, turned = kind_of(relation)
        assert relation_of(kind, from_the_end=turned) is relation
    assert set(INVERSE.values()) == set(LinkKind) - {LinkKind.RELATES}


@pytest.mark.django_db
@pytest.mark.parametrize("relation", Relation)
def test_both_ends_say_it(in_acme: Cast, three: list[Ticket], relation: Relation) -> None:
    agent, (a, b, _c) = in_acme.agent.actor, three
    link_tickets(a.number, relation, f"tkt-{b.number}", by=agent)
    kind, turned = kind_of(relation)
    other = relation_of(kind, from_the_end=not turned)
    assert [(one.relation, one.ticket.pk) for one in links_of(agent, a)] == [(relation, b.pk)]
    assert [(one.relation, one.ticket.pk) for one in links_of(agent, b)] == [(other, a.pk)]
    names = Event.objects.filter(name="ticket.linked").values_list("subject_id", "data__relation", "data__ticket")
    assert set(names) == {(a.pk, relation.value, str(b.pk)), (b.pk, other.value, str(a.pk))}
    with pytest.raises(LinkExists):
        link_tickets(b.number, other, a.number, by=agent)


@pytest.mark.django_db
@pytest.mark.parametrize("relation", [Relation.PARENT_OF, Relation.BLOCKS, Relation.CAUSES, Relation.DUPLICATES])
def test_circles_are_refused(in_acme: Cast, three: list[Ticket], relation: Relation) -> None:
    agent, (a, b, c) = in_acme.agent.actor, three
    link_tickets(a.number, relation, b.number, by=agent)
    link_tickets(b.number, relation, c.number, by=agent)
    for first, second in ((b, a), (c, a), (c, b)):
        with pytest.raises(LinkCircle):
            link_tickets(first.number, relation, second.number, by=agent)
    link_tickets(a.number, relation, c.number, by=agent)
    assert TicketLink.objects.count() == 3


@pytest.mark.django_db
def test_bad_links_say_what_is_wrong(in_acme: Cast, three: list[Ticket]) -> None:
    from moondesk.conversations.actions.merging import merge_tickets

    agent, (a, b, c) = in_acme.agent.actor, three
    with pytest.raises(InvalidLink):
        link_tickets(a.number, Relation.RELATES_TO, a.number, by=agent)
    hidden = factories.make_ticket(department=in_acme.hotels)
    for number in (hidden.number, in_acme.foreign_ticket.number, "nonsense", ""):
        with pytest.raises(TicketNotFound):
            link_tickets(a.number, Relation.BLOCKS, number, by=agent)
    with pytest.raises(TicketChanged):
        link_tickets(a.number, Relation.BLOCKS, b.number, by=agent, version=a.version + 7)
    with pytest.raises(NotAllowed):
        link_tickets(a.number, Relation.BLOCKS, b.number, by=in_acme.viewer.actor)
    merge_tickets(b.number, [c.number], by=agent)
    with pytest.raises(TicketMerged):
        link_tickets(a.number, Relation.BLOCKS, c.number, by=agent)


@pytest.mark.django_db
def test_an_end_out_of_sight_is_as_if_it_were_not_there(in_acme: Cast, three: list[Ticket]) -> None:
    agent, a = in_acme.agent.actor, three[0]
    hidden = factories.make_ticket(department=in_acme.hotels)
    _ticket, link = link_tickets(a.number, Relation.BLOCKED_BY, hidden.number, by=in_acme.owner.actor)
    assert links_of(agent, a) == []
    assert len(links_of(in_acme.owner.actor, a)) == 1
    with pytest.raises(LinkNotFound):
        unlink_tickets(a.number, link.pk, by=agent)
    with pytest.raises(TicketBlocked) as refused:
        resolve_ticket(Ticket.objects.get(pk=a.pk), by=agent)
    assert refused.value.extra == {"blockers": [], "hidden": 1}
    assert hidden.number not in refused.value.message


@pytest.mark.django_db
def test_blocked_work_is_not_done_without_saying_so(in_acme: Cast, three: list[Ticket]) -> None:
    agent, (a, b, c) = in_acme.agent.actor, three
    for blocker in (b, c):
        link_tickets(blocker.number, Relation.BLOCKS, a.number, by=agent)
    a.refresh_from_db()
    with pytest.raises(TicketBlocked) as refused:
        resolve_ticket(a, by=agent)
    assert refused.value.extra == {"blockers": [f"TKT-{b.number}", f"TKT-{c.number}"], "hidden": 0}
    with pytest.raises(TicketBlocked):
        change_status(a, Status.objects.get(stage=Stage.CLOSED, is_default=True), by=agent)
    change_status(a, Status.objects.get(stage=Stage.WAITING, is_default=True), by=agent)
    resolve_ticket(Ticket.objects.get(pk=b.pk), by=agent)
    with pytest.raises(TicketBlocked) as refused:
        resolve_ticket(a, by=agent)
    assert refused.value.extra["blockers"] == [f"TKT-{c.number}"]
    resolve_ticket(a, by=agent, despite_blockers=True)
    assert a.stage == Stage.RESOLVED
    # What is done already may be closed: nothing new is claimed.
    change_status(a, Status.objects.get(stage=Stage.CLOSED, is_default=True), by=agent)


@pytest.mark.django_db
def test_a_blocker_that_goes_on_elsewhere_is_done_when_that_is(in_acme: Cast, three: list[Ticket]) -> None:
    from moondesk.conversations.actions.merging import merge_tickets

    agent, (a, b, c) = in_acme.agent.actor, three
    link_tickets(b.number, Relation.BLOCKS, a.number, by=agent)
    merge_tickets(c.number, [b.number], by=agent)
    with pytest.raises(TicketBlocked):
        resolve_ticket(Ticket.objects.get(pk=a.pk), by=agent)
    resolve_ticket(Ticket.objects.get(pk=c.pk), by=agent)
    resolve_ticket(Ticket.objects.get(pk=a.pk), by=agent)
    resolve_ticket(Ticket.objects.get(pk=in_acme.ticket.pk), by=system_actor(in_acme.acme.pk))


@pytest.mark.django_db
def test_links_are_taken_back_and_made_again(in_acme: Cast, three: list[Ticket]) -> None:
    agent, (a, b, _c) = in_acme.agent.actor, three
    for relation in (Relation.CHILD_OF, Relation.RELATES_TO):
        link_tickets(a.number, relation, b.number, by=agent)
        made = Event.objects.filter(subject_id=a.pk, name="ticket.linked").latest("id")
        revert_event(a.pk, made.pk, by=agent)
        assert links_of(agent, a) == []
        with pytest.raises(ChangedSince):
            other = Event.objects.filter(subject_id=b.pk, name="ticket.linked").latest("id")
            revert_event(b.pk, other.pk, by=agent)
        removed = Event.objects.filter(subject_id=b.pk, name="ticket.unlinked").latest("id")
        revert_event(b.pk, removed.pk, by=agent)
        assert [one.relation for one in links_of(agent, a)] == [relation]
        unlink_tickets(a.number, links_of(agent, a)[0].link, by=agent)
