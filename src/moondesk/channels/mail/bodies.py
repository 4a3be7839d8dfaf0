"""What of a mail goes into the conversation: its text as a message, its files."""

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.channels.mail.contents import MailFile
from moondesk.channels.mail.notices import notices_of
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.quotes import without_quoted_tail
from moondesk.channels.mail.signing import without_secrets
from moondesk.channels.mail.texts import as_markdown
from moondesk.channels.models import MailPage
from moondesk.conversations.actions.answering import note_quotes
from moondesk.conversations.attachments import store_attached
from moondesk.conversations.models import Message
from moondesk.conversations.rules import BODY_LENGTH
from moondesk.files.actions import Incoming
from moondesk.files.errors import InvalidFile
from moondesk.files.models import File
from moondesk.kit import rows
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor


@dataclass(frozen=True)
class Kept:
    """The files of a mail: those taken in, the names of those left in the mail, and which of them its HTML shows."""

    files: list[File]
    left: list[str]
    inside: dict[str, uuid.UUID]


def keep_files(parsed: ParsedMail, files: Sequence[MailFile], *, by: Actor) -> Kept:
    """Take in the files of a mail."""
    kept = Kept([], [] if files else list(parsed.files), {})
    for file in files:
        try:
            if file.content is None:
                raise InvalidFile("left in the mail")
            with transaction.atomic():
                found = store_attached(Incoming(file.name, file.type, io.BytesIO(file.content)), by=by)
        except DomainError:
            kept.left.append(file.name)
            continue
        kept.files.append(found)
        if file.cid:
            kept.inside.setdefault(f"cid:{file.cid}", found.pk)
    return kept


def keep_page(message: Message, parsed: ParsedMail, kept: Kept, *, answers: bool = False) -> None:
    """Keep the mail as it was sent beside its message: its HTML, or its text if the message has only a part of it.

    Of one that ``answers`` also what it quotes, without the secrets of ours in it.

    Pictures inside are those of this mail alone. What the HTML asks for from elsewhere is kept as an address.
    """
    pictures = [{"file": str(kept.inside[one])} if one in kept.inside else {"url": one} for one in parsed.pictures]
    said = without_quoted_tail(parsed.text)
    quoted = without_secrets(parsed.text[len(said) :].strip("\n")) if answers else ""
    if parsed.page or said != parsed.text:
        text = "" if parsed.page else parsed.text
        rows.insert(MailPage(message=message, html=parsed.page, text=text, quoted=quoted, pictures=pictures))
    if quoted.strip():
        note_quotes(message)


def body_of(parsed: ParsedMail, left: Sequence[str], *, answers: bool = False) -> str:
    """Return the text of a mail as a message: with what was left out, named, and no secret of ours that it quotes."""
    text = without_secrets(without_quoted_tail(parsed.text) if answers else parsed.text)
    notices = []
    if left:
        notices.append(_("Files in this mail, kept with the original: %(names)s") % {"names": ", ".join(left)})
    said = "\n\n".join([*notices_of(parsed), text.strip("\n")])
    body = as_markdown(said).strip() or _("(The mail has no text.)")
    cut = _("This text was too long. The rest is in the original mail.")
    room = BODY_LENGTH - sum(len(notice) + 2 for notice in [*notices, cut])
    if len(body) > room or parsed.is_cut:
        body = body[:room].rstrip()
        notices.append(cut)
    return "\n\n".join([body, *notices])
