"""Doors for providers that push mail."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.channels.addressing import addresses
from moondesk.channels.hooks import actions
from moondesk.channels.hooks.actions import BRING_MAIL, KEY_LENGTH, Provider
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.mailbox_form import address_of_form
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out

PAGE = "mail_hooks"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def hooks(request: TenantRequest) -> HttpResponse:
    """List the doors, and open one whose address is shown this once."""
    if request.method != "POST":
        return _page(request)
    sent = request.POST
    try:
        made = actions.open_hook(
            address_of_form(sent), sent.get("provider", ""), sent.get("key", "").strip(), by=request.actor
        )
    except InvalidInput as error:
        errors = {field: [text] for field, text in (error.fields or {"": error.message}).items()}
        return _page(request, status=error.status, errors=errors, typed=sent)
    urls = {"reports": settings.BASE_URL + actions.reports_path_of(made.secret)}
    if made.hook.provider in actions.BRING_MAIL:
        urls = {"mail": settings.BASE_URL + actions.path_of(made.secret), **urls}
    return _page(request, new_urls=list(urls.items()))


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def close(request: TenantRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Close a door at once."""
    found = actions.get_hook(request.actor, hook_id)
    act = lambda: actions.close_hook(found, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("The door is closed."), _page)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    names = {
        Provider.MAILGUN: "Mailgun",
        Provider.POSTMARK: "Postmark",
        **{
            one: _("%(name)s (only reports)") % {"name": one.value.title()} for one in Provider if one not in BRING_MAIL
        },
    }
    values = {
        "hooks": [{"row": one, "name": names[Provider(one.provider)]} for one in actions.all_hooks(request.actor)],
        "providers": list(names.items()),
        "addresses": [(str(one.pk), one.address) for one in addresses() if one.is_active],
        "new_urls": [],
        "most": KEY_LENGTH,
    }
    return show_section(request, PAGE, "hooks", values | more, status=status)
