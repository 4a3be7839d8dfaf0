"""Reading the messages of several tickets at once, as a member may, to show where words were found."""

import datetime
import uuid
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from moondesk.conversations.models import Message
from moondesk.conversations.queries import readable
from moondesk.conversations.rules import MessageKind
from moondesk.kit import written
from moondesk.kit.written import ANY_IDS, ANY_TEXT
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import visible_to
from moondesk.tickets.questions import Question

LATEST = 15
MOST = 60
"""So many of a ticket's messages are read first, and so many at most."""
_LENGTH = 20_000
"""Characters of a message that are looked through."""

_SPOKEN = """WITH place (id, at) AS MATERIALIZED (SELECT one, one FROM unnest(%s::uuid[]) one UNION ALL {merged})
SELECT m.id::text, part.at::text, m.kind, m.author, m.moment::text,
CASE WHEN b.fits THEN left(m.body, {length}) ELSE '' END, f.names
FROM place part, LATERAL ({messages}) m (id, here, kind, author, moment, body),
LATERAL (SELECT m.body ~ %s::text AS fits OFFSET 0) b,
LATERAL (SELECT array_agg(file.name ORDER BY a.position, a.id) AS names
  FROM conversations_attachment a JOIN files_file file
  ON file.organization_id = a.organization_id AND file.id = a.current_id
  WHERE a.organization_id = m.here AND a.message_id = m.id) f
WHERE b.fits OR array_to_string(f.names, ' ') ~ %s::text ORDER BY m.id DESC"""
"""SQL: the messages that may have a word in what they say or in what their files are called."""
_NOTHING = "SELECT NULL::uuid, NULL::uuid WHERE false"


class Spoken(NamedTuple):
    """One message: what it says and what its files are called. ``read_at`` is the id of the ticket where it is read.

    What few of them are asked for stays as PostgreSQL says it.
    """

    key: str
    read_at: str
    kind: str
    author: str
    moment: str
    body: str
    files: list[str] | None

    @property
    def id(self) -> uuid.UUID:
        """Return the id of the message."""
        return uuid.UUID(self.key)

    @property
    def at(self) -> datetime.datetime:
        """Return when it was written."""
        return datetime.datetime.fromisoformat(self.moment).astimezone(datetime.UTC)

    @property
    def is_note(self) -> bool:
        """Say whether it is for the team alone."""
        return self.kind == MessageKind.NOTE


def spoken_in(actor: Actor, tickets: Collection[uuid.UUID], like: str, *, further: bool = False) -> list[Spoken]:
    """Return those of the latest messages of each ticket that a member may read which fit a regular expression.

    The latest come first; ``further`` those before. The tickets must have come through ``tickets.queries``. Those of
    tickets that go on in them come along, as far as the member sees these. A text that does not fit is left out.
    """
    if not actor.is_staff or not tickets:
        return []
    statement = _spoken(Question.of_all(actor), actor.may(Permission.NOTE_VIEW), further)
    return list(map(Spoken._make, written.run(statement, ids=tickets, text=like)))


@lru_cache(maxsize=2000)
def _spoken(sight: Question, notes: bool, further: bool) -> written.Statement | None:
    first, last = (LATEST, MOST) if further else (0, LATEST)
    rows = readable(Message.objects.filter(ticket__pk__is_of="part"), notes=notes, staff=True).order_by("-id")
    messages = written.write(
        rows.values_list("pk", "organization_id", "kind", "author_name", "created_at", "body")[first:last]
    )
    seen = visible_to(sight.actor).filter(merged_into__pk__any_of=ANY_IDS)
    merged = written.write(seen.values_list("pk", "merged_into_id")) or (_NOTHING, ())
    if messages is None:
        return None
    sql = _SPOKEN.format(merged=merged[0], messages=messages[0], length=_LENGTH)
    return sql, (ANY_IDS, *merged[1], *messages[1], ANY_TEXT, ANY_TEXT)
