"""The public thread as its customer reads it."""

from collections.abc import Sequence
from typing import Any

from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.revisions import own_votes
from moondesk.conversations.schemas import public_message_out
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket


def public_thread(actor: Actor, ticket: Ticket, messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return messages as their customer reads them: what one answers is named only if they read that, too."""
    files, votes = files_of([one.pk for one in messages]), own_votes(actor, messages)
    here = {one.pk for one in messages}
    wanted = {one.reply_to_id for one in messages if one.reply_to_id} - here
    known = here | set(messages_for(actor, ticket).filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ())
    return [
        public_message_out(
            one,
            files.get(one.pk, []),
            reply_to=one.reply_to_id if one.reply_to_id in known else None,
            vote=votes.get(one.pk),
        )
        for one in messages
    ]
