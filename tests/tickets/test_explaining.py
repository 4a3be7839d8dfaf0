"""Why somebody sees a ticket says the same as the rule that shows it."""

import uuid
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moondesk.organizations.actor import Actor, ActorKind, Door, Scope
from moondesk.organizations.permissions import Permission
from moondesk.tickets.explaining import sight_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.permissions import TicketFacts, can_see

IDS = [uuid.UUID(int=number) for number in range(1, 4)]
SOME = st.sampled_from([None, *IDS])
RIGHTS = st.sets(st.sampled_from([Permission.TICKET_VIEW, Permission.TICKET_VIEW_ALL, Permission.DESK_OPEN]))


ACTORS = st.builds(
    lambda rights, scope: Actor(
        IDS[0], ActorKind.MEMBER, IDS[0], "Ana", frozenset(rights), Door.DESK, IDS[0],
        scope=scope, is_staff=Permission.DESK_OPEN in rights,
    ),
    RIGHTS,
    st.builds(
        Scope, st.frozensets(st.sampled_from(IDS)), st.frozensets(st.sampled_from(IDS)),
        st.frozensets(st.sampled_from(["incident"])),
    ),
)  # fmt: skip
PLACES = st.fixed_dictionaries(
    {"department_id": SOME, "category_id": SOME, "assignee_id": SOME, "type": st.sampled_from(["incident", "question"])}
)


@given(actor=ACTORS, places=PLACES)
def test_it_agrees_with_the_rule(actor: Actor, places: dict[str, Any]) -> None:
    facts = TicketFacts(IDS[0], "1", 1, **places)
    assert sight_of(actor, Ticket(**places)).sees == can_see(actor, facts)
