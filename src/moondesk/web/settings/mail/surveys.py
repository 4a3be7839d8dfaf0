"""Asking customers by mail whether the answer helped: whether, and how long after."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from moondesk.channels.surveys.asking import HOURS, Asking, asking, set_asking
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out

PAGE = "mail_survey"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def survey(request: TenantRequest) -> HttpResponse:
    """Show whether customers are asked and when, and change it."""
    if request.method != "POST":
        return _page(request)
    hours = request.POST.get("hours", "")
    wanted = Asking(request.POST.get("is_on") == "on", int(hours) if hours in {str(one) for one in HOURS} else 0)
    save = lambda: set_asking(wanted, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, save, _("Saved."), _page, undo_of=lambda: request.organization.pk)


def _words(hours: int) -> str:
    if hours % 24:
        return ngettext("%(count)d hour after", "%(count)d hours after", hours) % {"count": hours}
    return ngettext("%(count)d day after", "%(count)d days after", hours // 24) % {"count": hours // 24}


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "asking": asking(),
        "hours": [(str(one), _words(one)) for one in HOURS],
        "codes": [code for code, _name in settings.LANGUAGES],
    }
    return show_section(request, PAGE, "survey", values | more, status=status)
