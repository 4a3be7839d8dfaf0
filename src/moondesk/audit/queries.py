"""Reading the audit log: all of the organization's, for those who may."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from moondesk.audit.errors import EntryNotFound, InvalidAuditQuestion
from moondesk.audit.models import InstallationEntry, Retention
from moondesk.audit.rules import KEPT_DAYS
from moondesk.events.models import Event
from moondesk.events.rules import AUDITED
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

QUESTIONS = ("q", "who", "what", "since", "until")
_LONGEST = 200


@dataclass(frozen=True)
class Question:
    """What is looked for: words anywhere, who did it, a name of an event or its area, and from when to when."""

    q: str = ""
    who: str = ""
    what: str = ""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None

    def data(self) -> dict[str, str]:
        """Return what was asked, in words that an entry can keep."""
        parts = {name: getattr(self, name) for name in QUESTIONS}
        return {name: value if isinstance(value, str) else value.isoformat() for name, value in parts.items() if value}


def read_question(given: Mapping[str, str], zone: datetime.tzinfo = datetime.UTC) -> Question:
    """Read a question; a day begins and ends in ``zone``. Raises ``InvalidAuditQuestion`` beside the field."""
    texts = {name: given.get(name, "").strip() for name in QUESTIONS}
    wrong = {name: _("Look for fewer words.") for name, text in texts.items() if len(text) > _LONGEST or "\0" in text}
    moments = {}
    for name in ("since", "until"):
        try:
            moments[name] = _moment(texts[name], zone, late=name == "until")
        except (ValueError, OverflowError):
            wrong[name] = _("Write a day such as 2026-11-30.")
    if wrong:
        raise InvalidAuditQuestion(next(iter(wrong.values())), fields=wrong)
    return Question(texts["q"], texts["who"], texts["what"], **moments)


def _moment(text: str, zone: datetime.tzinfo, *, late: bool) -> datetime.datetime | None:
    if not text:
        return None
    if len(text) == len("2026-11-30"):
        day = datetime.date.fromisoformat(text) + datetime.timedelta(days=1 if late else 0)
        return datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
    found = datetime.datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(datetime.UTC)


def entries(actor: Actor) -> QuerySet[Event]:
    """Return the organization's audit log, in no order."""
    actor.require(Permission.AUDIT_VIEW)
    return Event.objects.filter(RawSQL(AUDITED, (), output_field=BooleanField()))  # noqa: S611 - a constant of ours


def found(question: Question, *, by: Actor) -> QuerySet[Event]:
    """Return the entries that fit, in no order."""
    rows = entries(by)
    if question.since:
        rows = rows.filter(created_at__gte=question.since)
    if question.until:
        rows = rows.filter(created_at__lt=question.until)
    if question.what:
        rows = rows.filter(Q(name=question.what) | Q(name__startswith=question.what.rstrip(".") + "."))
    if question.who:
        rows = rows.filter(_is_by(question.who))
    for word in question.q.split():
        anywhere = Q(name__icontains=word) | Q(actor_label__icontains=word) | Q(said__icontains=word)
        rows = rows.alias(said=Cast("data", TextField()), at=Cast("address", TextField()))
        rows = rows.filter(anywhere | Q(at__startswith=word))
    return rows


def _is_by(who: str) -> Q:
    try:
        return Q(actor_id=uuid.UUID(who))
    except ValueError:
        return Q(actor_label__icontains=who)


def get_entry(actor: Actor, entry_id: uuid.UUID) -> Event:
    """Return one entry. Raises ``EntryNotFound``."""
    one: Event | None = entries(actor).filter(pk=entry_id).first()
    if one is None:
        raise EntryNotFound(_("There is no such entry in the audit log, or it is not kept any more."))
    return one


def installation_entries(words: str = "") -> QuerySet[InstallationEntry]:
    """Return what belongs to no organization, in no order: for the operator alone."""
    rows = InstallationEntry.objects.all()
    for word in words.split():
        rows = rows.alias(said=Cast("data", TextField()))
        rows = rows.filter(Q(name__icontains=word) | Q(actor_label__icontains=word) | Q(said__icontains=word))
    return rows


def kept_days() -> int:
    """Return for how many days the organization keeps its audit log."""
    days: int | None = Retention.objects.values_list("days", flat=True).first()
    return KEPT_DAYS if days is None else days
