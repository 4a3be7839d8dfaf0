"""What can be asked of the mail ledger, and its answer: every question has an index."""

import datetime
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidQuestion, MailNotFound
from moondesk.channels.ledger.looking import without_hidden
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Decision, Outcome, Reason
from moondesk.kit.crossings import FOLDS
from moondesk.kit.database import crossing
from moondesk.organizations.actor import Actor

MOST_BY_WORDS = 2000
"""How many mails are found by words, the latest ones."""
_LENGTH = 320
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked. ``q`` are words of subject, sender and recipient; the others narrow that down."""

    q: str = ""
    sender: str = ""
    recipient: str = ""
    message_id: str = ""
    outcome: str = ""
    reason: str = ""
    decision: str = ""
    since: str = ""
    until: str = ""


QUESTIONS = tuple(one.name for one in fields(Question))


def read_question(given: Mapping[str, str]) -> Question:
    """Return what is asked. Raises ``InvalidQuestion`` naming what does not fit."""
    asked = {name: given.get(name, "").strip() for name in QUESTIONS}
    for name, value in asked.items():
        if len(value) > _LENGTH or not value.isprintable():
            _refuse(name, _("This is too long, or has signs that cannot be looked for."))
    for name, words in (("outcome", Outcome), ("reason", Reason), ("decision", Decision)):
        if asked[name] and asked[name] not in {word.value for word in words}:
            _refuse(name, _("This cannot be chosen."))
    for name in ("since", "until"):
        if asked[name]:
            _moment(name, asked[name])
    return Question(**asked)


def found(question: Question, *, by: Actor) -> QuerySet[ReceivedMail]:
    """Return the mails that answer a question, in no order, without their bytes.

    Words find no mail of a ticket that the asker may not see: by and by they would tell its subject.
    """
    rows = ReceivedMail.objects.defer("raw")
    if question.q:
        rows = without_hidden(rows.filter(pk__in=_with_words(question.q)), by)
    rows = rows.filter(_address("sender", question.sender), _address("recipient", question.recipient))
    if question.message_id:
        rows = rows.filter(header_id=f"<{question.message_id.strip('<>')}>")
    for name in ("outcome", "reason", "decision"):
        if value := getattr(question, name):
            rows = rows.filter(**{name: value})
    if question.decision:
        rows = rows.filter(decided_at__isnull=False)
    if question.since:
        rows = rows.filter(received_at__gte=_moment("since", question.since))
    if question.until:
        rows = rows.filter(received_at__lt=_moment("until", question.until, is_end=True))
    return rows


def get_mail(mail_id: uuid.UUID) -> ReceivedMail:
    """Return a mail of the ledger, without its bytes. Raises ``MailNotFound``."""
    rows = ReceivedMail.objects.defer("raw").select_related("address", "ticket", "message")
    mail = rows.filter(pk=mail_id).first()
    if mail is None:
        raise MailNotFound(_("There is no such mail."))
    return mail


def _address(column: str, given: str) -> Q:
    """Return the condition for a whole address, for ``@domain``, or for a part of either."""
    wanted = given.lower()
    if not wanted:
        return Q()
    if "@" in wanted[1:]:
        return Q(**{column: wanted})
    how = "endswith" if wanted.startswith("@") else "contains"
    return Q(pk__in=_with_words(wanted), **{f"{column}__{how}": wanted})


def _with_words(text: str) -> list[uuid.UUID]:
    """Return the latest mails with all of the words, each of which may go on."""
    words = _WORD.findall(text.lower().translate(FOLDS).replace("_", " "))
    if not words:
        return []
    query = " & ".join(f"'{word}':*" for word in words[:20])
    return [row[0] for row in crossing("mails_with_words", query, MOST_BY_WORDS)]


def _moment(name: str, text: str, *, is_end: bool = False) -> datetime.datetime:
    """Return a moment; a day is its beginning, or with ``is_end`` the beginning of the next one."""
    try:
        if len(text) == len("2026-01-01"):
            day = datetime.date.fromisoformat(text) + datetime.timedelta(days=1 if is_end else 0)
            return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
        moment = datetime.datetime.fromisoformat(text)
        return moment if moment.tzinfo else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        _refuse(name, _("Write a day such as 2026-05-31, or a moment such as 2026-05-31T12:00:00Z."))
        raise


def _refuse(name: str, text: str) -> None:
    raise InvalidQuestion(text, fields={name: text})
