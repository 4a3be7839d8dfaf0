"""After a web form was sent: what happens next, and confirming the address where the form wants that."""

import uuid

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from moondesk.channels.mail.confirming import read_confirmation
from moondesk.fields.models import in_language
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.portal.counting import CONFIRM_BY_CLIENT, CONFIRM_BY_MARK, by_mark, counted, refusal
from moondesk.web.portal.embedding import Look, as_stranger, shown
from moondesk.web.portal.page import address, full_number, show
from moondesk.web.portal.receipts import read_receipt
from moondesk.webforms.actions import confirm_request
from moondesk.webforms.errors import ConfirmationNotFound
from moondesk.webforms.models import UnconfirmedRequest
from moondesk.webforms.queries import form_named, waiting_request


@require_safe
@in_portal()
def sent(request: TenantRequest, key: str) -> HttpResponse:
    """Say what happens next, with the ticket's number. A program that was kept out is told the same, without one."""
    look, form = Look.of(request), form_named(key)
    as_stranger(request, look)
    thanks = in_language(form.thanks, get_language() or request.organization.language)
    receipt = read_receipt(form, request.GET.get("receipt", ""))
    values = {
        "thanks": thanks,
        "waits": receipt.waits,
        "number": full_number(request, receipt.number) if receipt.number else "",
        "again": address(request, "web_form", key=form.key) + look.query,
    }
    return shown(request, look, form, "web_form_sent", values)


@require_http_methods(["GET", "HEAD", "POST"])
@counted(CONFIRM_BY_CLIENT, CONFIRM_BY_MARK, by_mark)
@in_portal()
def confirm(request: TenantRequest, mark: str) -> HttpResponse:
    """Ask once more, as programs that read mails open links, too; then open the ticket and lead to it."""
    refused = refusal(request)
    if refused is not None:
        raise refused
    try:
        named = uuid.UUID(read_confirmation(mark))
        waiting = waiting_request(named)
        _speak(request, waiting.language)
        if request.method != "POST":
            return _known(request, waiting) if waiting.ticket else _page(request, {"step": "ask"})
        waiting, secret = confirm_request(named)
    except (ConfirmationNotFound, ValueError):
        return _page(request, {"step": "expired"}, status=404)
    return _known(request, waiting, link=address(request, "link", secret=secret))


def _known(request: TenantRequest, waiting: UnconfirmedRequest, *, link: str = "") -> HttpResponse:
    """Say that the message is here; looking at it again makes no new link."""
    number = full_number(request, waiting.ticket.number) if waiting.ticket else ""
    thanks = in_language(waiting.form.thanks, get_language() or request.organization.language)
    return _page(request, {"step": "done", "link": link, "number": number, "thanks": thanks})


def _speak(request: TenantRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _page(request: TenantRequest, values: dict[str, str], *, status: int = 200) -> HttpResponse:
    response = show(request, "web_form_confirm", {"link": "", "number": "", "thanks": ""} | values, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response
