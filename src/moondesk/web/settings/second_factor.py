"""Asking members for a second factor, by the page of signing in."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.kit.errors import InvalidInput
from moondesk.organizations.actions.second_factor import ask_second_factor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.sign_in_rules import EVERYBODY
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.page import carry_out
from moondesk.web.settings.sign_in import PAGE, sign_in_page

_LONGEST = 4


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def ask(request: TenantRequest) -> HttpResponse:
    """Ask nobody, everybody, or those with the chosen roles."""
    who, chosen = request.POST.get("who", ""), request.POST.getlist("roles")
    roles = {"everybody": [EVERYBODY], "nobody": []}.get(who, chosen)

    def act() -> None:
        if who == "roles" and not chosen:
            _refuse("roles", _("Choose at least one role."))
        ask_second_factor(request.organization, roles, _days(request), by=request.actor)

    return carry_out(request, PAGE, act, _("Saved. Those who have no second step yet are told by mail."), sign_in_page)


def _days(request: TenantRequest) -> int:
    text = request.POST.get("days", "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        _refuse("days", _("Give a number of days."))
    return int(text)


def _refuse(field: str, text: str) -> None:
    raise InvalidInput(text, fields={field: text})
