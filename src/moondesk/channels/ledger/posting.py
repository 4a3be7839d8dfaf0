"""What can be asked of the mails that went out."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidQuestion, MailNotFound
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import State

QUESTIONS = ("recipient", "state", "message_id")
_LENGTH = 320


@dataclass(frozen=True, kw_only=True)
class SentQuestion:
    """What is asked: a whole address, a state, a Message-ID."""

    recipient: str = ""
    state: str = ""
    message_id: str = ""


def read_question(given: Mapping[str, str]) -> SentQuestion:
    """Return what is asked. Raises ``InvalidQuestion``."""
    asked = {name: given.get(name, "").strip() for name in QUESTIONS}
    for name, value in asked.items():
        if len(value) > _LENGTH or not value.isprintable():
            text = _("This is too long, or has signs that cannot be looked for.")
            raise InvalidQuestion(text, fields={name: text})
    if asked["state"] and asked["state"] not in {state.value for state in State}:
        text = _("This cannot be chosen.")
        raise InvalidQuestion(text, fields={"state": text})
    return SentQuestion(**asked)


def sent_mails(question: SentQuestion) -> QuerySet[OutgoingMail]:
    """Return the mails that answer a question, in no order, without what is sealed in them."""
    rows = OutgoingMail.objects.defer("sealed")
    if question.recipient:
        rows = rows.filter(recipient=question.recipient.lower())
    if question.state:
        rows = rows.filter(state=question.state)
    if question.message_id:
        rows = rows.filter(header_id=f"<{question.message_id.strip('<>')}>")
    return rows


def get_sent(mail_id: uuid.UUID) -> OutgoingMail:
    """Return one mail that went out. Raises ``MailNotFound``."""
    mail = OutgoingMail.objects.defer("sealed").filter(pk=mail_id).first()
    if mail is None:
        raise MailNotFound(_("There is no such mail."))
    return mail
