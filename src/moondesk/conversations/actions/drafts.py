"""What a member is writing and has not sent: kept on the server, so that it is there on every device."""

import datetime
import uuid

from django.utils.translation import gettext as _

from moondesk.conversations.errors import DraftChanged, InvalidMessage
from moondesk.conversations.models import Draft
from moondesk.conversations.rules import BODY_LENGTH, MOST_DRAFTS, MessageKind, clean_text
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket


def save_draft(ticket: Ticket, kind: MessageKind, body: str, *, by: Actor, seen: str | None = None) -> Draft | None:
    """Keep what is being written; an empty text removes it, and returns None.

    ``seen`` is the time of the draft that the writer has before them, empty for none: when there is another one with
    another text, ``DraftChanged`` has it and nothing is lost. Without ``seen`` the last one to write wins.
    """
    member = _writer(kind, by)
    text = clean_text(body)
    if len(text) > BODY_LENGTH:
        problem = _("Keep the message under %(most)s characters.") % {"most": BODY_LENGTH + 1}
        raise InvalidMessage(problem, fields={"body": problem})
    own = Draft.objects.filter(ticket=ticket, member_id=member, kind=kind)
    found = own.select_for_update().first()
    if found is not None and seen is not None and found.body != text and found.updated_at.isoformat() != seen:
        raise DraftChanged(
            _("You wrote something else here meanwhile."),
            extra={"body": found.body, "updated_at": found.updated_at.isoformat()},
        )
    if not text.strip():
        own.delete()
        return None
    return _write(found, Draft(ticket=ticket, member_id=member, kind=kind, body=text))


def drop_draft(ticket: Ticket, kind: MessageKind, *, by: Actor) -> None:
    """Forget what was being written, because it was sent or is not wanted any more."""
    Draft.objects.filter(ticket=ticket, member_id=_writer(kind, by), kind=kind).delete()


def put_back(ticket: Ticket, kind: MessageKind, body: str, *, by: Actor) -> str:
    """Make a text that was taken back a draft again, before what was begun since; returns all of it."""
    later = Draft.objects.filter(ticket=ticket, member_id=_writer(kind, by), kind=kind).first()
    text = body if later is None or later.body.strip() == body.strip() else f"{body.rstrip()}\n\n{later.body}"
    save_draft(ticket, kind, text[:BODY_LENGTH], by=by)
    return text


def remove_untouched(before: datetime.datetime) -> int:
    """Remove drafts that nobody touched since; returns how many."""
    return int(Draft.objects.filter(updated_at__lt=before).delete()[0])


def _writer(kind: MessageKind, by: Actor) -> uuid.UUID:
    by.require(Permission.NOTE_CREATE if kind is MessageKind.NOTE else Permission.TICKET_REPLY)
    if by.member_id is None or not by.is_staff:
        raise NotAllowed(_("Only the organization's own people answer in its name."))
    return by.member_id


def _write(found: Draft | None, new: Draft) -> Draft:
    if found is None:
        if rows.insert_if_free(new, "organization_id", "member_id", "ticket_id", "kind"):
            _drop_oldest(new)
            return new
        found = Draft.objects.get(ticket=new.ticket, member_id=new.member_id, kind=new.kind)
    found.body, found.updated_at = new.body, now()
    found.save(update_fields=["body", "updated_at"])
    return found


def _drop_oldest(new: Draft) -> None:
    kept = Draft.objects.filter(member_id=new.member_id).order_by("-updated_at", "-id")
    beyond = list(kept.values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS + 50])
    if beyond:
        Draft.objects.filter(pk__in=beyond).delete()
