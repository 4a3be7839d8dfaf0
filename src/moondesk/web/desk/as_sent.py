"""A mail as it was sent: who it is from and what proves it, and its HTML in a frame that runs and loads nothing."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from markupsafe import Markup

from moondesk.channels.mail.pictures import Reader, remote_count, shown_html
from moondesk.channels.mail.signing import shown_address, without_secrets
from moondesk.channels.models import MailPage, ReceivedMail
from moondesk.channels.queries import mail_of, page_of
from moondesk.channels.rules import Proof
from moondesk.conversations.models import Message
from moondesk.conversations.revisions import find_message
from moondesk.kit.errors import NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_visible
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import datetime_text
from moondesk.web.fragments import is_partial

_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
WITH, WITHOUT = "with-pictures", "without-pictures"
_LOWEST, _HIGHEST, _LINE = 160, 720, 22


def _found(request: TenantRequest, number: str, message: uuid.UUID) -> tuple[TicketPage, Message, ReceivedMail]:
    page = TicketPage(request, get_visible(request.actor, number))
    found = find_message(request.actor, page.ticket, message)
    mail = mail_of(found) if found.deleted_at is None else None
    if mail is None:
        raise NotFound(_("There is no mail behind this message."))
    return page, found, mail


@require_safe
@in_desk(Permission.TICKET_VIEW)
def as_sent(request: TenantRequest, number: str, message: uuid.UUID, pictures: str = "") -> HttpResponse:
    """Show a mail as it was sent, with the pictures from elsewhere if they are asked for."""
    page, found, mail = _found(request, number, message)
    kept = page_of(found)
    at = f"{page.frame.url('messages', number=page.ticket.number)}/{found.pk}"
    which = WITH if pictures == WITH else WITHOUT
    values: dict[str, Any] = page.context | {
        "message": found,
        "mail": mail,
        "recipient": shown_address(mail.recipient),
        "when": datetime_text(mail.received_at),
        "proof": proof_words(mail),
        "text": _text(kept, found),
        "frame_at": f"{at}/mail-frame/{which}" if kept and kept.html else "",
        "height": _height(kept),
        "remote": remote_count(kept) if kept else 0,
        "pictures": which == WITH,
        "at": f"{at}/as-sent/{WITH}",
    }
    return render(request, "desk/as_sent.html", values)


@require_safe
@in_desk(Permission.TICKET_VIEW)
@xframe_options_sameorigin
@csp_override(_POLICY)
def frame(request: TenantRequest, number: str, message: uuid.UUID, pictures: str) -> HttpResponse:
    """Give the HTML of a mail to its frame: no scripts, nothing loaded but pictures of ours, links open beside it."""
    page, found, _mail = _found(request, number, message)
    kept = page_of(found)
    address = reverse("mail_picture", kwargs={"token": "TOKEN"})
    reader = Reader(request.actor.member_id or uuid.UUID(int=0), page.ticket.pk)
    body = shown_html(kept, address, reader, remote=pictures == WITH) if kept else ""
    # Made safe when the mail came in, and shown where nothing runs.
    return render(request, "desk/as_sent_frame.html", {"body": Markup(body)})  # noqa: S704


@require_safe
@in_desk(Permission.TICKET_VIEW)
def quoted(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Give what a mail quotes, to be opened below its message; alone, it is shown with the whole mail."""
    page, found, _mail = _found(request, number, message)
    kept = page_of(found)
    if kept is None or not kept.quoted:
        raise NotFound(_("This mail quotes nothing."))
    if not is_partial(request):
        return redirect(f"{page.frame.url('messages', number=page.ticket.number)}/{found.pk}/as-sent")
    return render(request, "desk/_quoted.html", {"text": kept.quoted})


def _text(kept: MailPage | None, message: Message) -> str:
    if kept is None:
        return message.body
    return "" if kept.html else without_secrets(kept.text)


def _height(kept: MailPage | None) -> int:
    """Return how high the frame is to begin with: nothing in it can say so, and its corner can be pulled."""
    html = kept.html if kept else ""
    rows = html.count("<p") + html.count("<br") + html.count("<tr") + html.count("<div") // 2 + len(html) // 250
    return max(_LOWEST, min(_HIGHEST, rows * _LINE + 6 * _LINE * html.count("<img")))


def proof_words(mail: ReceivedMail) -> str:
    """Return in words how far it is proven that a mail is from its sender."""
    words = {
        Proof.PROVEN: _("Proven to be from this address."),
        Proof.UNPROVEN: _("Nothing proves that it is from this address."),
        Proof.DOUBTED: _("It failed the check of its sender (DMARC), who asks for nothing to be done about that."),
        Proof.FORGED: _("Forged: it failed the check that its sender's domain asks for (DMARC)."),
        Proof.UNKNOWN: _("The sender could not be checked, as DNS did not answer."),
    }
    return words[Proof(mail.proof)] if mail.proof else ""
