"""Whom the organization always lets in and whom never, and how long mails wait."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.channels.ledger import asking, keeping
from moondesk.channels.ledger.senders import get_listed, list_sender, listed_senders, unlist_sender
from moondesk.channels.rules import Listing
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.ledger.page import show_tab
from moondesk.web.settings.page import carry_out

PAGE = "ledger_senders"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_RELEASE)
def senders(request: TenantRequest) -> HttpResponse:
    """Show the lists, and put a sender on one."""
    if request.method != "POST":
        return _page(request)
    add = lambda: list_sender(request.POST.get("sender", ""), _kind(request), by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, add, _("The sender is on the list."), _page)


@require_POST
@in_desk(Permission.MAIL_RELEASE)
def of_mail(request: TenantRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Put the sender of a mail, or their domain, on a list."""
    mail = asking.get_mail(mail_id)
    whole = request.POST.get("whole") == "domain"
    list_sender("@" + mail.sender.rpartition("@")[2] if whole else mail.sender, _kind(request), by=request.actor)
    messages.success(request, _("The sender is on the list."))
    return redirect("settings:ledger_mail", slug=request.organization.slug, mail_id=mail_id)


@require_POST
@in_desk(Permission.MAIL_RELEASE)
def remove(request: TenantRequest, listed_id: uuid.UUID) -> HttpResponse:
    """Take a sender off the lists."""
    listed = get_listed(listed_id)
    act = lambda: unlist_sender(listed, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("The sender is on no list any more."), _page)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def keep(request: TenantRequest) -> HttpResponse:
    """Change how long mails wait for a decision."""

    def save() -> None:
        days = request.POST.get("waiting_days", "").strip()
        keeping.set_waiting_days(int(days) if days.isdecimal() and len(days) < 5 else 0, by=request.actor)

    return carry_out(request, PAGE, save, _("Saved."), _page)


def _kind(request: TenantRequest) -> Listing:
    kind = request.POST.get("kind", "")
    if kind not in {one.value for one in Listing}:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"kind": text})
    return Listing(kind)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "lists": [
            (Listing.BLOCK, _("Blocked"), list(listed_senders(Listing.BLOCK)[:1000])),
            (Listing.ALLOW, _("Always let in"), list(listed_senders(Listing.ALLOW)[:1000])),
        ],
        "kinds": [(Listing.BLOCK.value, _("Block")), (Listing.ALLOW.value, _("Always let in"))],
        "days": keeping.waiting_days(),
        "first_day": keeping.DAYS[0],
        "last_day": keeping.DAYS[-1],
        "may_manage": level(request, Element.LEDGER).full,
    }
    return show_tab(request, PAGE, "senders", values | more, status=status)
