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
    row, _made = MailTemplate.objects.update_or_create(
        kind=kind, language=language, category=of_category, defaults=values
    )
    emit(MailTemplateChanged(subject_id=row.pk, kind=kind, language=language, change="written"), by=by)
    return row


def reset_template(kind: str, language: str, *, by: Actor, category: uuid.UUID | None = None) -> None:
    """Let a kind of mail say again what comes with Moondesk."""
    by.require(Permission.MAIL_MANAGE)
    of_category = check_place(kind, language, category)
    row = MailTemplate.objects.filter(kind=kind, language=language, category=of_category).first()
    if row is not None:
        subject_id = row.pk
        row.delete()
        emit(MailTemplateChanged(subject_id=subject_id, kind=kind, language=language, change="reset"), by=by)


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
