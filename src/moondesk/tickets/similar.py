"""Open tickets whose subject is like what is being typed, so that nobody opens the same one twice (T24)."""

from django.contrib.postgres.search import TrigramWordSimilarity

from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import ACTIVE_STAGES, SUBJECT_LENGTH

MOST = 5
SHORTEST = 4


def similar_open(actor: Actor, subject: str) -> list[Ticket]:
    """Return open tickets that the actor may see whose subject is like this one, the most alike first."""
    words = " ".join(subject.replace("\0", "").split())[:SUBJECT_LENGTH]
    if len(words) < SHORTEST:
        return []
    alike = visible_to(actor).filter(stage__in=ACTIVE_STAGES, subject__trigram_word_similar=words)
    ranked = alike.annotate(likeness=TrigramWordSimilarity(words, "subject")).order_by("-likeness", "-id")
    return list(ranked.select_related("status", "requester")[:MOST])
