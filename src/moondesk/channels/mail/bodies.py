"""What of a mail goes into the conversation: its text as a message, its files."""

import io
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from moondesk.channels.mail.contents import MailFile
from moondesk.channels.mail.parsing import ParsedMail
from moondesk.channels.mail.texts import as_markdown, without_quoted_tail
from moondesk.conversations.attachments import store_attached
from moondesk.conversations.rules import BODY_LENGTH
from moondesk.files.actions import Incoming
from moondesk.files.errors import InvalidFile
from moondesk.files.models import File
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor


def keep_files(parsed: ParsedMail, files: Sequence[MailFile], *, by: Actor) -> tuple[list[File], list[str]]:
    """Take in the files of a mail; returns them and the names of those that stay only in the original mail."""
    kept: list[File] = []
    left = [] if files else list(parsed.files)
    for file in files:
        try:
            if file.content is None:
                raise InvalidFile("left in the mail")
            with transaction.atomic():
                kept.append(store_attached(Incoming(file.name, file.type, io.BytesIO(file.content)), by=by))
        except DomainError:
            left.append(file.name)
    return kept, left


def body_of(parsed: ParsedMail, left: Sequence[str], *, answers: bool = False) -> str:
    """Return the text of a mail as a message: with what was left out, named."""
    text = without_quoted_tail(parsed.text) if answers else parsed.text
    notices = []
    if left:
        notices.append(_("Files in this mail, kept with the original: %(names)s") % {"names": ", ".join(left)})
    body = as_markdown(text).strip() or _("(The mail has no text.)")
    cut = _("This text was too long. The rest is in the original mail.")
    room = BODY_LENGTH - sum(len(notice) + 2 for notice in [*notices, cut])
    if len(body) > room or parsed.is_cut:
        body = body[:room].rstrip()
        notices.append(cut)
    return "\n\n".join([body, *notices])
