"""Open tickets whose subject is like what is being typed, so that nobody opens the same one twice (T24)."""

from moondesk.kit.database import alike
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import ACTIVE_STAGES, SUBJECT_LENGTH

MOST = 5
SHORTEST = 4
_ALIKE = 0.6
_MOST_READ = 500
"""So many of the most alike are looked at: of those some may be in departments that the actor does not see."""


def similar_open(actor: Actor, subject: str) -> list[Ticket]:
    """Return open tickets that the actor may see whose subject is like this one, the most alike first."""
    words = " ".join(subject.replace("\0", "").split())[:SUBJECT_LENGTH]
    if len(words) < SHORTEST:
        return []
    near = [row[0] for row in alike(_ALIKE, "open_tickets_like", words, _MOST_READ)]
    if not near:
        return []
    seen = visible_to(actor).filter(pk__any_of=near, stage__in=ACTIVE_STAGES).select_related("status", "requester")
    place = {pk: at for at, pk in enumerate(near)}
    return sorted(seen, key=lambda one: place[one.pk])[:MOST]
