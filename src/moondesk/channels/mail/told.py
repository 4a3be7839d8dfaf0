"""What members are told by mail: that they were named, that something they watch moved, that a moment has come.

They go to a member's own address, in their language and by their clock, and only while the member may see the ticket.
"""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.bulk.queries import bulk_of
from moondesk.bulk.rules import BulkState
from moondesk.channels.mail.colours import brand_of
from moondesk.channels.mail.letters import Letter, language_to, message_html
from moondesk.channels.mail.moments import moment_text
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.channels.wording.applying import reworded
from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.events.queries import event_of
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.families import survivor_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminders import note_of
from moondesk.tickets.snoozes import Why


def may_be_told(mail: OutgoingMail) -> bool:
    """Say whether the member may see the ticket now, and the message if the mail carries one, wherever it is by now."""
    if mail.member_id is None or mail.ticket is None:
        return False
    if mail.kind == Kind.BULK and _is_taken_back(mail):
        return False
    if mail.kind == Kind.ASSIGNED and survivor_of(mail.ticket).assignee_id != mail.member_id:
        return False
    notes = mail.message is not None and mail.message.kind == MessageKind.NOTE
    places = {survivor_of(one) for one in (mail.ticket, mail.message.ticket if mail.message else mail.ticket)}
    return all(mail.member_id in who_may_follow(one, [mail.member_id], notes=notes) for one in places)


def _is_taken_back(mail: OutgoingMail) -> bool:
    change = bulk_of(mail.event_id)
    return change is None or change.state in (BulkState.UNDOING, BulkState.UNDONE)


def letter_to_member(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what a mail says to a member of the organization."""
    member, ticket = mail.member, mail.ticket
    if member is None or ticket is None:
        raise ValueError("This mail goes to a member and tells of a ticket")
    with translation.override(language_to(member, organization)):
        letter = _WRITERS[Kind(mail.kind)](mail, ticket, organization)
        letter.language = translation.get_language() or "en"
        letter.corner = _number(ticket, organization)
        place = f"#message-{mail.message_id}" if mail.message_id else ""
        letter.url = f"{settings.BASE_URL}/{organization.slug}/desk/tickets/{survivor_of(ticket).number}{place}"
        letter.button = _("Open the ticket")
        letter.small = _small(mail)
        letter.rows += [(_("Subject"), ticket.subject), (_("Customer"), ticket.requester.shown_name)]
    return reworded(letter, mail, organization, quotes=True)


def _small(mail: OutgoingMail) -> str:
    if mail.message is not None and mail.message.kind == MessageKind.REPLY:
        return _("Or answer this mail from your own address: your answer goes to the customer.")
    return _("Or answer this mail from your own address: your answer becomes an internal note.")


def _number(ticket: Ticket, organization: Organization) -> str:
    return f"{organization.number_prefix}-{ticket.number}"


def _zone(member: Member | None, organization: Organization) -> zoneinfo.ZoneInfo:
    own = member.user.time_zone if member else ""
    return zoneinfo.ZoneInfo(own or organization.time_zone)


def _quoted(mail: OutgoingMail, organization: Organization, subject: str, foot: str) -> Letter:
    """Return a letter that carries the message it tells of."""
    message: Message | None = mail.message
    if message is None:
        raise ValueError("This mail needs its message")
    is_note = message.kind == MessageKind.NOTE
    when = moment_text(message.created_at, _zone(mail.member, organization))
    return Letter(
        subject=subject,
        language="",
        preheader=" ".join(message.body.split())[:120],
        author=message.author_name,
        when=f"{when} · {_('Internal note')}" if is_note else when,
        html=message_html(message.html, brand_of(organization.brand_hue).link),
        text=message.body,
        foot=[foot],
    )


def _mention(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    name = mail.message.author_name if mail.message else ""
    subject = _("%(name)s mentioned you on %(number)s")
    said = subject % {"name": name, "number": _number(ticket, organization)}
    return _quoted(mail, organization, said, _("You get this because you were mentioned."))


def _news(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    name = mail.message.author_name if mail.message else ""
    subject = _("%(name)s wrote on %(number)s, %(subject)s")
    said = subject % {"name": name, "number": _number(ticket, organization), "subject": ticket.subject}
    foot = _("You get this because you watch the ticket. What you are mailed is chosen beside its watchers.")
    return _quoted(mail, organization, said, foot)


def _reminder(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    note = note_of(event_of(mail.event_id).data["reminder"], mail.member) if mail.member else ""
    number = _number(ticket, organization)
    return Letter(
        subject=_("Reminder for %(number)s, %(subject)s") % {"number": number, "subject": ticket.subject},
        language="",
        preheader=note,
        heading=_("You wanted to be reminded"),
        paragraphs=[note] if note else [],
        foot=[_("You get this because you set a reminder.")],
    )


def _woken(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    why = event_of(mail.event_id).data.get("why")
    wrote, over = _("The customer wrote, so it is back."), _("The moment until which you snoozed it has come.")
    text = wrote if why == Why.REPLY else over
    number = _number(ticket, organization)
    return Letter(
        subject=_("%(number)s is back, %(subject)s") % {"number": number, "subject": ticket.subject},
        language="",
        preheader=text,
        heading=_("A snoozed ticket is back"),
        paragraphs=[text],
        foot=[_("You get this because you snoozed the ticket.")],
    )


def _bulk(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    change = bulk_of(mail.event_id)
    count = change.changed if change else 0
    text = ngettext("%(name)s changed %(count)d ticket at once.", "%(name)s changed %(count)d tickets at once.", count)
    said = text % {"name": change.member.name if change else organization.name, "count": count}
    return Letter(
        subject=said,
        language="",
        preheader=_("Some of them are tickets that you follow."),
        heading=said,
        paragraphs=[_("Some of them are tickets that you follow, such as this one. This mail tells of all of them.")],
        foot=[_("You get this because you watch a ticket or were mentioned on it.")],
    )


def _assigned(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    said = _("%(number)s is yours now, %(subject)s")
    return Letter(
        subject=said % {"number": _number(ticket, organization), "subject": ticket.subject},
        language="",
        preheader=ticket.subject,
        heading=_("A ticket is yours now"),
        foot=[_("You get this because a ticket was given to you. What you are told is chosen at the bell.")],
    )


_WRITERS: dict[Kind, Callable[[OutgoingMail, Ticket, Organization], Letter]] = {
    Kind.MENTION: _mention,
    Kind.NEWS: _news,
    Kind.REMINDER: _reminder,
    Kind.WOKEN: _woken,
    Kind.BULK: _bulk,
    Kind.ASSIGNED: _assigned,
}
