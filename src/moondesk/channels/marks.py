"""One mark for all that the page of a ticket shows: while it is the same, what was drawn of it is still true.

PostgreSQL says of each row where it lies and which transaction wrote it (``ctid``, ``xmin``), and every change gives
the row another of these. So whoever changes whatever in whichever way, the mark changes with it, and reading it takes
one statement. It stands for the ticket and those merged into it, the newest page of their conversation with the mails,
what happened to it, who takes part, and the requester's other tickets. Statuses, categories, departments and members
have ``Organization.config_version``.
"""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from moondesk.conversations.queries import PAGE
from moondesk.conversations.rules import MessageKind
from moondesk.kit import prepared
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.queries import find_number, listed_to, visible_to
from moondesk.tickets.questions import Question

OTHERS = 6
"""How many of the requester's other tickets are shown."""
MOST_EVENTS = 500
"""How far back the history goes."""
_KEPT = 2000
_NUMBER, _KINDS, _HIDDEN = "?number?", "?kinds?", "?hidden?"
"""Stand for values in the kept statement; none of them can look like it."""

LINKS, MAILS, TIME, FILES, EVENTS, PEOPLE = "links", "mails", "time", "files", "events", "people"
"""What many a ticket has none of: where the mark says so, nothing is read (``Mark.has``)."""
REQUESTER = "requester"
"""That the requester gets the replies, as nearly always; ``PEOPLE`` are others who do, or got one."""
_VERSION = "ctid::text || xmin"
_OF_TICKET = '"tickets_ticket".ctid::text || "tickets_ticket".xmin'
NEWEST = f"""SELECT id, {_VERSION} AS version FROM family CROSS JOIN LATERAL (
  SELECT id, ctid, xmin FROM conversations_message WHERE ticket_id = family.member AND kind = ANY(%s)
  ORDER BY id DESC LIMIT {PAGE + 1}) message ORDER BY id DESC LIMIT {PAGE + 1}"""  # noqa: S608
FAMILY = (
    "SELECT id AS member FROM seen UNION ALL SELECT id FROM tickets_ticket WHERE merged_into_id = (SELECT id FROM seen)"
)
"""SQL: the ticket, and those that go on in it. ``family`` has of these what the asker may see, ``whole`` all."""
PARTS = f"""
SELECT '', {_VERSION} FROM tickets_ticket WHERE id IN (SELECT member FROM whole)
UNION ALL SELECT '', member::text FROM family
UNION ALL SELECT CASE WHEN is_requester AND in_copy AND contact_id = (SELECT requester_id FROM seen)
    THEN '{REQUESTER}' ELSE '{PEOPLE}' END, {_VERSION}
  FROM tickets_participant WHERE ticket_id IN (SELECT member FROM whole)
UNION ALL SELECT '', {_VERSION} FROM tickets_merge WHERE into_id IN (SELECT member FROM whole)
UNION ALL SELECT '{LINKS}', {_VERSION} FROM tickets_ticketlink
  WHERE first_id = (SELECT id FROM seen) OR second_id = (SELECT id FROM seen)
UNION ALL SELECT '', {_VERSION} FROM contacts_contact WHERE id IN (
  SELECT contact_id FROM tickets_participant WHERE ticket_id IN (SELECT member FROM whole)
  UNION ALL SELECT requester_id FROM seen)
UNION ALL SELECT '', {_VERSION} FROM contacts_company WHERE id = (
  SELECT company_id FROM contacts_contact WHERE id = (SELECT requester_id FROM seen))
UNION ALL SELECT '{MAILS}', {_VERSION} FROM channels_outgoingmail
  WHERE ticket_id IN (SELECT member FROM family) AND member_id IS NULL
UNION ALL SELECT '{TIME}', {_VERSION} FROM timekeeping_timeentry WHERE ticket_id IN (SELECT member FROM family)
UNION ALL SELECT '', version FROM newest
UNION ALL SELECT '{FILES}', {_VERSION} FROM conversations_attachment WHERE message_id IN (SELECT id FROM newest)
UNION ALL SELECT '', {_VERSION} FROM files_file WHERE id IN (
  SELECT current_id FROM conversations_attachment WHERE message_id IN (SELECT id FROM newest))
UNION ALL (SELECT '{EVENTS}', {_VERSION} FROM events_event
  WHERE subject_id = (SELECT id FROM seen) AND name <> ALL(%s) ORDER BY id DESC LIMIT {MOST_EVENTS})"""  # noqa: S608


@dataclass(frozen=True)
class Mark:
    """A ticket that the actor may see, the mark of all that its page shows to them, and what it has any of."""

    ticket: uuid.UUID
    text: str
    has: tuple[str, ...]
    others: str
    """The mark of the requester's other tickets alone, which most changes of this one leave as they are."""
    beside: frozenset[uuid.UUID]
    """These tickets: what is kept by the mark has no others, whatever came since it was read."""

    @property
    def is_of_one(self) -> bool:
        """Say whether nobody but the requester takes part, in the ticket or in one that goes on in it."""
        return REQUESTER in self.has and PEOPLE not in self.has


def mark_of(actor: Actor, number: str) -> Mark:
    """Return the mark of a ticket by its number. Raises ``TicketNotFound``."""
    statement, code = _compiled(Question(actor, ListQuery())), find_number(number)
    if statement is None or not code:
        raise TicketNotFound(_("There is no such ticket."))
    sql, params = statement
    notes = actor.may(Permission.NOTE_VIEW)
    given = {
        _NUMBER: code,
        _KINDS: [kind.value for kind in MessageKind] if notes else [MessageKind.REPLY.value],
        _HIDDEN: [] if notes else ["message.note_added"],
    }
    row = prepared.row(sql, [given.get(param, param) for param in params])
    if row is None:
        raise TicketNotFound(_("There is no such ticket."))
    ticket, text, has, others, beside = row
    return Mark(ticket, text, tuple(has), others, frozenset(beside))


@lru_cache(maxsize=_KEPT)
def _compiled(question: Question) -> tuple[str, tuple[Any, ...]] | None:
    visible = visible_to(question.actor).annotate(mark=RawSQL(_OF_TICKET, ()))  # noqa: S611 - a constant
    requester = RawSQL("(SELECT requester_id FROM seen)", (), output_field=UUIDField())
    listed = listed_to(question.actor).annotate(mark=RawSQL(_OF_TICKET, ()))  # noqa: S611 - a constant
    others = listed.filter(requester_id=requester).order_by("-created_at", "-id").values_list("id", "mark")
    one = visible.filter(number=_NUMBER).values_list("id", "requester_id", "mark")
    try:
        seen, params = one[:1].query.sql_with_params()
        family, within = _family(question.actor)
        beside, more = others[: OTHERS + 1].query.sql_with_params()
    except EmptyResultSet:
        return None
    sql = (
        f"WITH seen AS MATERIALIZED ({seen}), whole AS MATERIALIZED ({FAMILY}), "  # noqa: S608
        f"family AS MATERIALIZED ({family}), newest AS MATERIALIZED ({NEWEST}), "
        f"beside(id, mark) AS MATERIALIZED ({beside}), "
        f"parts(what, mark) AS ({PARTS} UNION ALL SELECT '', mark FROM beside) "
        "SELECT seen.id, seen.mark || (SELECT md5(string_agg(mark, ' ' ORDER BY mark)) FROM parts), "
        "ARRAY(SELECT DISTINCT what FROM parts), "
        "(SELECT coalesce(string_agg(mark, ' ' ORDER BY mark), '') FROM beside WHERE mark <> seen.mark), "
        "ARRAY(SELECT id FROM beside) FROM seen"
    )
    return sql, (*params, *within, _KINDS, *more, _HIDDEN)


def _family(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of the tickets whose messages the actor reads on the page."""
    if actor.may(Permission.TICKET_VIEW_ALL) or not actor.is_staff:
        return "SELECT member FROM whole", ()
    survivor = RawSQL("(SELECT id FROM seen)", (), output_field=UUIDField())
    merged, params = (
        visible_to(actor).filter(merged_into_id=survivor).order_by().values_list("id").query.sql_with_params()
    )
    return f"SELECT id AS member FROM seen UNION ALL ({merged})", params  # noqa: S608 - Django's own statement
