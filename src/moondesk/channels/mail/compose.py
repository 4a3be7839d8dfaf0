"""What each kind of mail says. The words of the person it goes to, in the language of the ticket."""

import datetime
import zoneinfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.colours import brand_of
from moondesk.channels.mail.confirming import letter_to_confirm
from moondesk.channels.mail.enclosing import enclosures_of
from moondesk.channels.mail.ending_token import letter_of_ending_token
from moondesk.channels.mail.failing_pull import letter_of_pull
from moondesk.channels.mail.leaving_letters import letter_of_deletion
from moondesk.channels.mail.letters import Letter, message_html
from moondesk.channels.mail.moments import moment_text
from moondesk.channels.mail.opening import letter_to_sign_in
from moondesk.channels.mail.outbox import sender_of
from moondesk.channels.mail.told import letter_to_member
from moondesk.channels.mail.trying import letter_of_test
from moondesk.channels.mail.unread_mailbox import letter_of_mailbox
from moondesk.channels.mail.waiting import letter_of_waiting
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.channels.surveys.letter import choices_behind, letter_of_survey
from moondesk.channels.wording.applying import reworded
from moondesk.channels.wording.samples import sample_of_mail
from moondesk.events.models import Event
from moondesk.kit.markup import plain_text, render_markdown
from moondesk.organizations.actor import ActorKind, Door
from moondesk.organizations.models import Invitation, Organization
from moondesk.organizations.roles import name_of_role
from moondesk.portals.queries import home_of
from moondesk.tickets.families import survivor_of
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.rules import Stage

_OF_NO_TICKET = {
    Kind.TEST: letter_of_test,
    Kind.WAITING: letter_of_waiting,
    Kind.MAILBOX: letter_of_mailbox,
    Kind.DELETION: letter_of_deletion,
    Kind.TOKEN_ENDING: letter_of_ending_token,
    Kind.DIRECTORY: letter_of_pull,
}


def compose(mail: OutgoingMail, organization: Organization, secret: str) -> Letter:
    """Return what a mail says. ``secret`` is that of the link in it."""
    if mail.invitation is not None:
        with translation.override(organization.language):
            return _invitation(mail.invitation, organization, secret)
    if mail.kind in _OF_NO_TICKET:
        return _OF_NO_TICKET[Kind(mail.kind)](mail, organization)
    if mail.kind == Kind.SAMPLE and mail.ticket is not None and mail.member is not None:
        return sample_of_mail(secret, mail.ticket, organization, mail.member)
    if mail.member is not None:
        return letter_to_member(mail, organization)
    by_link = {Kind.CONFIRM_REQUEST: letter_to_confirm, Kind.SIGN_IN: letter_to_sign_in}
    if mail.kind in by_link:
        return by_link[Kind(mail.kind)](mail, organization, secret)
    if mail.ticket is None:
        raise ValueError("A mail is about a ticket or an invitation")
    writers = {
        Kind.CONFIRMATION: _confirmation,
        Kind.REPLY: _reply,
        Kind.STATUS: _status,
        Kind.CLOSING: _closing,
        Kind.NEW_LINK: _new_link,
        Kind.SURVEY: _survey,
    }
    with translation.override(_spoken(mail.ticket.language, organization)):
        letter = writers[Kind(mail.kind)](mail, mail.ticket, organization)
        letter.url = f"{home_of(organization)}/t/{secret}"
        letter.choices = choices_behind(f"{letter.url}/survey") if mail.kind == Kind.SURVEY else []
        letter.language = translation.get_language() or "en"
        letter.foot.append(_why(mail.participant, organization))
    return reworded(letter, mail, organization, quotes=may_quote(mail))


def _why(participant: Participant | None, organization: Organization) -> str:
    """Return why somebody gets the mail: a stranger in copy did not write to us."""
    if participant is None or participant.is_requester:
        return _("You get this because you wrote to %(name)s.") % {"name": organization.name}
    if participant.in_copy:
        return _("You get this because you are kept in copy.")
    return _("%(name)s sent you only this reply. You get no later ones.") % {"name": organization.name}


def _spoken(language: str, organization: Organization) -> str:
    """Return the language to write in: a ticket may name any, and a mail that cannot be written would never go out."""
    known = dict(settings.LANGUAGES)
    return next((one for one in (language.lower(), language[:2].lower()) if one in known), organization.language)


def shown_number(ticket: Ticket, organization: Organization) -> str:
    """Return the ticket's number as people see it."""
    return f"{organization.number_prefix}-{ticket.number}"


def may_quote(mail: OutgoingMail) -> bool:
    """Say whether a mail sent by itself may carry what was typed into the ticket: its subject, the contact's name.

    Anybody can write any address into a form or a From header. So only two things allow it: the customer was signed
    in when they wrote, or somebody of the organization has answered. Otherwise we would send strangers' words to
    strangers in the organization's name.
    """
    ticket, participant = mail.ticket, mail.participant
    if ticket is None or participant is None:
        return False
    if mail.kind != Kind.CONFIRMATION and ticket.first_response_at is not None:
        return True
    contact = participant.contact
    if contact.user_id is None or ticket.requester_id != contact.pk:
        return False
    opened = Event.objects.filter(subject_id=ticket.pk, name="ticket.opened").order_by("id").first()
    return (
        opened is not None
        and opened.actor_kind == ActorKind.CONTACT
        and opened.actor_id == contact.pk
        and opened.door == Door.PORTAL
    )


def _hello(participant: Participant | None) -> str:
    name = participant.contact.name.strip() if participant else ""
    return _("Hello, %(name)s.") % {"name": name} if name else _("Hello.")


def _confirmation(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    number = shown_number(ticket, organization)
    quotes = may_quote(mail)
    rows = [(_("Number"), number)]
    if quotes:
        rows.append((_("Subject"), ticket.subject))
    rows.append((_("Sent"), _moment(ticket.created_at, organization)))
    return Letter(
        subject=_("We have your message [%(number)s]") % {"number": number},
        language="",
        preheader=_("Follow it here, or answer this mail to add something."),
        heading=_("We have your message"),
        paragraphs=[" ".join([_hello(mail.participant if quotes else None), _("Our team has it now.")])],
        strong=_("We write to you as soon as there is news."),
        rows=rows,
        button=_("Follow my ticket"),
        small=_("No account, no password: this link is yours alone. To add something, answer this mail."),
        foot=[_("Was it not you? Then you need not do anything.")],
    )


def _reply(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    number = shown_number(ticket, organization)
    message = mail.message
    if message is None:
        raise ValueError("A reply mail needs its message")
    behind = enclosures_of(mail).names
    signature = sender.signature if (sender := sender_of(mail, organization)) else ""
    link = brand_of(organization.brand_hue).link
    return Letter(
        subject=_("Re: %(subject)s [%(number)s]") % {"subject": ticket.subject, "number": number},
        language="",
        preheader=" ".join(message.body.split())[:120],
        corner=number,
        author=message.author_name,
        when=_moment(message.created_at, organization),
        html=message_html(message.html + render_markdown(signature), link),
        text=f"{message.body}\n\n{plain_text(signature)}".rstrip(),
        rows=[(_("Files in the conversation"), behind)] if behind else [],
        button=_("Answer in the conversation"),
        small=_("Or answer this mail. Both reach %(name)s.") % {"name": message.author_name},
        foot=[_("Ticket %(number)s, %(subject)s") % {"number": number, "subject": ticket.subject}],
    )


def _status(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    number = shown_number(ticket, organization)
    event = Event.objects.get(pk=mail.event_id)
    is_closed = event.data.get("new_stage") == Stage.CLOSED
    quotes = may_quote(mail)
    heading = _("Your ticket is closed") if is_closed else _("Your ticket is resolved")
    closed = _("If it comes up again, answer this mail and we take it up.")
    resolved = _("Is something still open? Answer this mail, and we go on with it.")
    rows = [(_("Number"), number)]
    if quotes:
        rows.append((_("Subject"), ticket.subject))
    rows.append((_("Status"), survivor_of(ticket).status.customer_label()))
    return Letter(
        subject=f"{heading} [{number}]",
        language="",
        preheader=closed if is_closed else resolved,
        heading=heading,
        paragraphs=[" ".join([_hello(mail.participant if quotes else None), closed if is_closed else resolved])],
        rows=rows,
        button=_("See my ticket"),
        small=_("No account, no password: this link is yours alone."),
    )


def _closing(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    number = shown_number(ticket, organization)
    event = Event.objects.get(pk=mail.event_id)
    closes_at = _moment(datetime.datetime.fromisoformat(event.data["closes_at"]), organization)
    quotes = may_quote(mail)
    text = _("We think this is solved, so your ticket closes by itself soon.")
    rows = [(_("Number"), number)]
    if quotes:
        rows.append((_("Subject"), ticket.subject))
    rows.append((_("Closes"), closes_at))
    return Letter(
        subject=_("Your ticket closes soon [%(number)s]") % {"number": number},
        language="",
        preheader=text,
        heading=_("Your ticket closes soon"),
        paragraphs=[" ".join([_hello(mail.participant if quotes else None), text])],
        strong=_("Is something still open? Answer this mail, and we go on with it."),
        rows=rows,
        button=_("See my ticket"),
        small=_("No account, no password: this link is yours alone. If all is well, you need not do anything."),
    )


def _survey(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    number, quotes = shown_number(ticket, organization), may_quote(mail)
    rows = [(_("Number"), number)]
    if quotes:
        rows.append((_("Subject"), ticket.subject))
    return letter_of_survey(_hello(mail.participant if quotes else None), rows, number)


def _new_link(mail: OutgoingMail, ticket: Ticket, organization: Organization) -> Letter:
    number = shown_number(ticket, organization)
    return Letter(
        subject=_("Your new link [%(number)s]") % {"number": number},
        language="",
        preheader=_("It opens your ticket without a password."),
        heading=_("Here is your new link"),
        paragraphs=[_("You asked for a new link to your ticket. It opens the conversation without a password.")],
        rows=[(_("Number"), number)],
        button=_("Open my ticket"),
        small=_(
            "Did you not ask for it? Then you need not do anything. The link is yours alone, so do not pass it on."
        ),
    )


def _invitation(invitation: Invitation, organization: Organization, secret: str) -> Letter:
    name = {"name": organization.name}
    return Letter(
        subject=_("Join %(name)s on Moondesk") % name,
        language=translation.get_language() or "en",
        preheader=_("%(name)s invites you to work on tickets together.") % name,
        heading=_("You are invited to %(name)s") % name,
        paragraphs=[
            _("%(person)s would like you on the team that answers the customers of %(name)s.")
            % {"person": invitation.invited_by.name, **name}
        ],
        rows=[
            (_("Your address"), invitation.email),
            (_("Your role"), name_of_role(invitation.role)),
            (_("Good until"), _moment(invitation.expires_at, organization)),
        ],
        button=_("Accept the invitation"),
        url=f"{settings.BASE_URL}/{organization.slug}/invitations/{secret}",
        small=_("The link works once, and only for this address."),
        foot=[_("Did you not expect this? Then you need not do anything.")],
    )


def _moment(moment: datetime.datetime, organization: Organization) -> str:
    return moment_text(moment, zoneinfo.ZoneInfo(organization.time_zone))
