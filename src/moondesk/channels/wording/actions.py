"""Writing one's own words for a kind of mail, and going back to those that come with Moondesk."""

import json
import uuid
from dataclasses import asdict

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.channels.events import MailTemplateChanged
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import MailTemplate, OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.channels.ways.errors import InvalidMailTemplate, MailTemplateNotFound
from moondesk.channels.wording.rules import BODY_LENGTH, SUBJECT_LENGTH, VARIABLES, Texts, misfit_in
from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.queries import told_of
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Category, Ticket

SAMPLES = Limit("mail-template-sample", 30, 3600)


def check_place(kind: str, language: str, category: uuid.UUID | None = None) -> Category | None:
    """Return the category that a text is for, if any. Raises ``MailTemplateNotFound`` for what has no text."""
    if kind not in VARIABLES or language not in dict(settings.LANGUAGES):
        raise MailTemplateNotFound(_("There is no such mail."))
    if category is None:
        return None
    found = Category.objects.filter(pk=category).first()
    if found is None or kind != Kind.CONFIRMATION:
        raise MailTemplateNotFound(_("There is no such mail."))
    return found


def check_texts(texts: Texts, kind: str) -> Texts:
    """Return texts, trimmed. Raises ``InvalidMailTemplate`` that says at which place something is not understood."""
    kept = Texts(" ".join(texts.subject.split()), " ".join(texts.heading.split()), texts.body.strip())
    limits = {"subject": SUBJECT_LENGTH, "heading": SUBJECT_LENGTH, "body": BODY_LENGTH}
    wrong = {} if kept.subject else {"subject": _("A mail needs a subject.")}
    for name, most in limits.items():
        text = getattr(kept, name)
        if len(text) > most:
            wrong[name] = _("Up to %(most)s characters.") % {"most": most}
        elif misfit := misfit_in(text, kind):
            place = {"line": misfit.line, "column": misfit.column, "name": misfit.name}
            said = _("Line %(line)d, character %(column)d: there is no variable {{ %(name)s }}.")
            plain = _("Line %(line)d, character %(column)d is not understood.")
            wrong[name] = (said if misfit.name else plain) % place
    if wrong:
        extra = {"variables": list(VARIABLES[kind])}
        raise InvalidMailTemplate(next(iter(wrong.values())), fields=wrong, extra=extra)
    return kept


def write_template(
    kind: str, language: str, texts: Texts, *, by: Actor, category: uuid.UUID | None = None
) -> MailTemplate:
    """Let a kind of mail say this in a language from now on."""
    by.require(Permission.MAIL_MANAGE)
    of_category = check_place(kind, language, category)
    kept = check_texts(texts, kind)
    values = asdict(kept) | {"updated_at": now()}
    before = _row(kind, language, of_category)
    was = _words(before) if before else ()
    row, _made = MailTemplate.objects.update_or_create(
        kind=kind, language=language, category=of_category, defaults=values
    )
    emit(_changed(row, "written", was), by=by)
    return row


def reset_template(kind: str, language: str, *, by: Actor, category: uuid.UUID | None = None) -> uuid.UUID | None:
    """Let a kind of mail say again what comes with Moondesk; returns of which row that can be undone, if it had one."""
    by.require(Permission.MAIL_MANAGE)
    row = _row(kind, language, check_place(kind, language, category))
    if row is None:
        return None
    subject_id = row.pk
    emit(_changed(row, "reset", _words(row)), by=by)
    row.delete()
    return subject_id


@undoes(MailTemplateChanged, soon=True)
def take_words_back(event: Event, by: Actor) -> None:
    """Let a kind of mail say what it said before it was written or reset."""
    by.require(Permission.MAIL_MANAGE)
    data = event.data
    category = uuid.UUID(data["category"]) if data.get("category") else None
    of_category = check_place(data["kind"], data["language"], category)
    row = _row(data["kind"], data["language"], of_category)
    later = any(one.pk > event.pk for one in told_of(event.subject_id, [event.name]))
    if later or (row is None) != (data["change"] == "reset"):
        raise ChangedSince(_("The words of this mail were changed since."))
    was = data.get("was") or ()
    if not was and row is not None:
        emit(_changed(row, "reset", _words(row)), by=by)
        row.delete()
        return
    place = {"kind": data["kind"], "language": data["language"], "category": of_category}
    values = dict(zip(("subject", "heading", "body"), was, strict=True)) | {"updated_at": now()}
    back, _made = MailTemplate.objects.update_or_create(pk=event.subject_id, defaults=place | values)
    emit(_changed(back, "written", _words(row) if row else ()), by=by)


def _row(kind: str, language: str, category: Category | None) -> MailTemplate | None:
    rows = MailTemplate.objects.filter(kind=kind, language=language, category=category)
    return rows.select_for_update(of=("self",)).first()


def _words(row: MailTemplate) -> tuple[str, ...]:
    return (row.subject, row.heading, row.body)


def _changed(row: MailTemplate, change: str, was: tuple[str, ...]) -> MailTemplateChanged:
    return MailTemplateChanged(
        subject_id=row.pk, kind=row.kind, language=row.language, change=change, category=row.category_id, was=was
    )


def send_sample(kind: str, language: str, texts: Texts, ticket: Ticket, *, by: Actor) -> OutgoingMail | None:
    """Mail a text to the actor as it would look for a ticket, whether or not it is saved."""
    by.require(Permission.MAIL_MANAGE)
    check_place(kind, language)
    kept = check_texts(texts, kind)
    hit(SAMPLES, str(by.organization_id))
    member = Member.objects.select_related("user").get(pk=by.member_id or uuid.UUID(int=0))
    content = json.dumps({"kind": kind, "language": language, **asdict(kept)})
    about = About(Kind.SAMPLE, new_id(), member=member, ticket=ticket.pk)
    return put_in_outbox(about, member.user.email, secret=content)
