"""Who is on which ticket, for those who may see it."""

import uuid
from collections.abc import Callable, Sequence

from moondesk.organizations.actor import Actor
from moondesk.realtime.frames import Frame, Name, encode
from moondesk.realtime.presence import Person
from moondesk.tickets.facts import ticket_facts
from moondesk.tickets.permissions import TicketFacts, can_see

type People = Callable[[uuid.UUID, uuid.UUID], Sequence[Person]]


def presence_frame(organization_id: uuid.UUID, facts: TicketFacts, people: People) -> Frame:
    """Return who is on a ticket now; nobody when the last one left."""
    here = [{"id": str(one.id), "name": one.name, "writing": one.writes} for one in people(organization_id, facts.id)]
    return Frame(encode(Name.PRESENCE, {"ticket": str(facts.id), "people": here}))


def present_now(actor: Actor, tickets: Sequence[uuid.UUID], people: People) -> list[Frame]:
    """Return who is on which tickets, for a stream that opens; needs the organization in context."""
    if not actor.is_staff or not tickets:
        return []
    facts = ticket_facts(tickets, with_contacts=False)
    return [presence_frame(actor.organization_id, one, people) for one in facts.values() if can_see(actor, one)]
