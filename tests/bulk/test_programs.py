"""Changes of many tickets that programs made, and who takes them back when their token is gone."""

import dataclasses

import pytest

from moondesk.bulk.actions import NewBulk, start_bulk, undo_bulk
from moondesk.bulk.errors import BulkNotFound
from moondesk.bulk.models import BulkChange
from moondesk.bulk.queries import get_change, results_of
from moondesk.bulk.rules import Operation
from moondesk.events.models import Event
from moondesk.organizations.actions.tokens import create_token, revoke_token
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.token_access import token_actors
from tests.bulk.doing import begin, finish, tickets_in, undo
from tests.harness.people import Cast


def test_what_a_revoked_token_changed_can_be_taken_back_by_its_member_or_who_manages_tokens(in_acme: Cast) -> None:
    new = create_token(in_acme.agent.member, "Sync", by=in_acme.agent.actor)
    program = token_actors([new.token.pk])[new.token.pk]

    def changed() -> BulkChange:
        given = {"tags": ["vip"]}
        return finish(
            start_bulk(NewBulk(Operation.ADD_TAGS, given, [one.pk for one in tickets_in(in_acme, 2)]), by=program)
        )

    first, second, third = changed(), changed(), changed()
    blind = dataclasses.replace(in_acme.owner.actor, permissions=frozenset({Permission.TOKEN_MANAGE}))
    assert [results_of(get_change(by, third.pk), by).count() for by in (program, in_acme.owner.actor, blind)] == [
        2,
        2,
        0,
    ]
    by_itself = undo_of(third, program)
    assert (by_itself.state, by_itself.undone) == ("undone", 2)
    revoke_token(new.token, by=in_acme.agent.actor)
    assert undo(first, in_acme.agent).undone == 2
    assert undo(second, in_acme.owner).undone == 2
    event = Event.objects.filter(name="ticket.tags_changed").latest("id")
    assert (event.actor_label, event.actor_id) == (in_acme.owner.actor.label, in_acme.owner.actor.id)
    own = begin(in_acme.agent, Operation.WATCH, [in_acme.ticket])
    for change, person in ((first, in_acme.other_agent), (own, in_acme.owner)):
        with pytest.raises(BulkNotFound):
            get_change(person.actor, change.pk)


def undo_of(change: BulkChange, by: Actor) -> BulkChange:
    undo_bulk(get_change(by, change.pk, lock=True), by=by)
    return finish(change)
