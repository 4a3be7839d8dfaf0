"""The addresses that mails do not reach: why, since when, and mailing them again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.accounts.models import normal_email
from moondesk.channels import dead
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.ledger.page import walk
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out
from moondesk.web.settings_list import address

PAGE = "mail_dead"
LENGTH = 254


@require_safe
@in_desk(Permission.MAIL_MANAGE)
def dead_addresses(request: TenantRequest) -> HttpResponse:
    """List the addresses to which nothing goes by itself, or those that have what was typed in them."""
    return _page(request)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def lift(request: TenantRequest) -> HttpResponse:
    """Let mails go to an address by themselves again."""
    email = request.POST.get("email", "")[:LENGTH]
    row = dead.stopped().filter(email=normal_email(email)).first()
    if row is None:
        messages.info(request, _("Mails go to this address already."))
        return redirect(address(request, PAGE))
    subject = row.pk
    act = lambda: dead.lift(row.email, by=request.actor)  # noqa: E731
    said = _("Mails go to %(address)s again.") % {"address": row.email}
    return carry_out(request, PAGE, act, said, _page, undo_of=lambda: subject)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    part = request.GET.get("email", "").strip()[:LENGTH]
    here = reverse(f"settings:{PAGE}", kwargs={"slug": request.organization.slug})
    rows, links = walk(dead.stopped(part), "stopped_at", request.GET.dict(), here)
    values = {
        "rows": [{"row": one, "why": dead.why_stopped(one)} for one in rows],
        "part": part,
        "links": links,
        "most": LENGTH,
    }
    return show_section(request, PAGE, "dead", values | more, status=status)
