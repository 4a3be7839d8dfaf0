"""What a survey asks about, and whether it was said: the vote of who wrote in on the last answer of the team."""

from moondesk.contacts.actors import contact_actor
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.revisions import own_votes
from moondesk.conversations.rules import AuthorKind
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.permissions import Role
from moondesk.tickets.models import Participant, Ticket


def answer_asked_about(actor: Actor, ticket: Ticket) -> Message | None:
    """Return the last answer of a person of the team that a customer reads on a ticket, if there is one."""
    said = messages_for(actor, ticket).filter(author_kind=AuthorKind.AGENT, deleted_at=None)
    return said.order_by("-id").first()


def nothing_to_ask(participant: Participant) -> bool:
    """Say whether there is nothing to ask: nobody answered them, or they said already whether it helped."""
    actor = contact_actor(participant.contact, door=Door.MAIL, role=Role.GUEST)
    answer = answer_asked_about(actor, participant.ticket)
    return answer is None or answer.pk in own_votes(actor, [answer])
