"""How a text looks in a mail about a real ticket: for the preview, and for the sample that one mails to oneself."""

import json
import zoneinfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.colours import brand_of
from moondesk.channels.mail.letters import Letter, message_html, render
from moondesk.channels.mail.moments import moment_text
from moondesk.channels.rules import Kind
from moondesk.channels.surveys.letter import choices_behind
from moondesk.channels.wording.applying import put_in, values_of, values_of_member
from moondesk.channels.wording.rules import Texts
from moondesk.conversations.queries import last_reply
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.models import Ticket

_MESSAGES = ("reply", "mention")
_DARK = "@media (prefers-color-scheme: dark)"


def sample(kind: str, texts: Texts, ticket: Ticket, organization: Organization, member: Member | None) -> Letter:
    """Return a letter as a real one would be, in the language that is spoken. Its link leads to the desk."""
    zone = zoneinfo.ZoneInfo(organization.time_zone)
    number = f"{organization.number_prefix}-{ticket.number}"
    letter = Letter(
        subject="",
        language=translation.get_language() or "en",
        rows=[(_("Number"), number), (_("Subject"), ticket.subject)],
        button=_("See my ticket"),
        url=f"{settings.BASE_URL}/{organization.slug}/desk/tickets/{ticket.number}",
        foot=[_("This is a sample.")],
    )
    letter.choices = choices_behind(letter.url) if kind == Kind.SURVEY else []
    values = values_of(ticket, organization, quotes=True) | {"ticket.closes_at": moment_text(now(), zone)}
    values |= values_of_member(member) if member else {}
    message = last_reply(ticket) if kind in _MESSAGES else None
    values["agent.name"] = message.author_name if message else member.name if member else organization.name
    if message is not None:
        letter.author, letter.when = message.author_name, moment_text(message.created_at, zone)
        letter.html = message_html(message.html, brand_of(organization.brand_hue).link)
        letter.text = message.body
    return put_in(letter, texts, values, organization)


def reader_of(actor: Actor) -> Member | None:
    """Return the member whom a sample is for."""
    return Member.objects.filter(pk=actor.member_id).first() if actor.member_id else None


def sample_of_mail(secret: str, ticket: Ticket, organization: Organization, member: Member) -> Letter:
    """Return the letter of a sample that is mailed."""
    content = json.loads(secret)
    texts = Texts(content["subject"], content["heading"], content["body"])
    with translation.override(content["language"]):
        return sample(content["kind"], texts, ticket, organization, member)


def preview_html(letter: Letter, organization: Organization, *, dark: bool) -> str:
    """Return the HTML of a letter as a mail client in light or in dark shows it, whatever the reader's own is."""
    _text, html = render(letter, organization)
    return html.replace(_DARK, "@media all" if dark else "@media not all")
