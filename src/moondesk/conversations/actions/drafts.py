"""What a member is writing and has not sent: kept on the server, so that it is there on every device."""

import datetime
import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from moondesk.conversations.errors import DraftChanged, InvalidMessage
from moondesk.conversations.models import Draft
from moondesk.conversations.rules import BODY_LENGTH, MOST_DRAFTS, MessageKind, clean_text
from moondesk.files.queries import locked_uploads, uploads_of
from moondesk.files.rules import MOST_FILES
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket


def save_draft(
    ticket: Ticket,
    kind: MessageKind,
    body: str,
    *,
    by: Actor,
    seen: str | None = None,
    file_ids: Collection[uuid.UUID] = (),
) -> Draft | None:
    """Keep what is being written, with the writer's uploads; an empty text without a file removes it, and returns None.

    ``seen`` is the time of the draft that the writer has before them, empty for none: when there is another one with
    another text, ``DraftChanged`` has it and nothing is lost; files of another one stay beside the writer's. Without
    ``seen`` the last one to write wins. Raises ``UploadNotFound`` for a file that is not an upload of the writer's.
    """
    member = _writer(kind, by)
    text = clean_text(body)
    if len(text) > BODY_LENGTH:
        problem = _("Keep the message under %(most)s characters.") % {"most": BODY_LENGTH + 1}
        raise InvalidMessage(problem, fields={"body": problem})
    own = Draft.objects.filter(ticket=ticket, member_id=member, kind=kind)
    found = own.select_for_update().first()
    files = [file.pk for file in locked_uploads(by, file_ids)] if file_ids else []
    if found is not None and seen is not None and found.updated_at.isoformat() != seen:
        if found.body != text:
            raise _changed(found)
        files = _waiting([*found.file_ids, *files], by)
    if not text.strip() and not files:
        own.delete()
        return None
    return _write(found, Draft(ticket=ticket, member_id=member, kind=kind, body=text, file_ids=files[:MOST_FILES]))


def drop_draft(ticket: Ticket, kind: MessageKind, *, by: Actor) -> None:
    """Forget what was being written, because it was sent or is not wanted any more."""
    Draft.objects.filter(ticket=ticket, member_id=_writer(kind, by), kind=kind).delete()


def put_back(
    ticket: Ticket, kind: MessageKind, body: str, *, by: Actor, file_ids: Collection[uuid.UUID] = ()
) -> tuple[str, list[uuid.UUID]]:
    """Make a text and files that were taken back a draft again, before what was begun since; returns all of it."""
    later = Draft.objects.filter(ticket=ticket, member_id=_writer(kind, by), kind=kind).first()
    text = body if later is None or later.body.strip() == body.strip() else f"{body.rstrip()}\n\n{later.body}"
    files = _waiting([*file_ids, *(later.file_ids if later else ())], by)
    save_draft(ticket, kind, text[:BODY_LENGTH], by=by, file_ids=files)
    return text, files


def remove_untouched(before: datetime.datetime) -> int:
    """Remove drafts that nobody touched since; returns how many."""
    return int(Draft.objects.filter(updated_at__lt=before).delete()[0])


def _writer(kind: MessageKind, by: Actor) -> uuid.UUID:
    by.require(Permission.NOTE_CREATE if kind is MessageKind.NOTE else Permission.TICKET_REPLY)
    if by.member_id is None or not by.is_staff:
        raise NotAllowed(_("Only the organization's own people answer in its name."))
    return by.member_id


def _changed(found: Draft) -> DraftChanged:
    extra = {"body": found.body, "updated_at": found.updated_at.isoformat(), "file_ids": found.file_ids}
    return DraftChanged(_("You wrote something else here meanwhile."), extra=extra)


def _waiting(ids: Collection[uuid.UUID], by: Actor) -> list[uuid.UUID]:
    return [file.pk for file in uploads_of(by, ids)] if ids else []


def _write(found: Draft | None, new: Draft) -> Draft:
    if found is None:
        if rows.insert_if_free(new, "organization_id", "member_id", "ticket_id", "kind"):
            _drop_oldest(new)
            return new
        found = Draft.objects.get(ticket=new.ticket, member_id=new.member_id, kind=new.kind)
    found.body, found.file_ids, found.updated_at = new.body, new.file_ids, now()
    found.save(update_fields=["body", "file_ids", "updated_at"])
    return found


def _drop_oldest(new: Draft) -> None:
    kept = Draft.objects.filter(member_id=new.member_id).order_by("-updated_at", "-id")
    beyond = list(kept.values_list("pk", flat=True)[MOST_DRAFTS : MOST_DRAFTS + 50])
    if beyond:
        Draft.objects.filter(pk__in=beyond).delete()
