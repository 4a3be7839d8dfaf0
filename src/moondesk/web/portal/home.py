"""The first page of the portal."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from moondesk.kit.clock import now
from moondesk.tickets.lists import ListQuery, Sort
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.portal.page import look_of, show, sign_in_address
from moondesk.web.portal.tickets import my_rows

LATEST = 3


@require_GET
@in_portal()
def home(request: TenantRequest) -> HttpResponse:
    """Greet, show the latest of my tickets, and offer a person to talk to."""
    latest = my_rows(request, ListQuery(sort=Sort.UPDATED, limit=LATEST)).rows if request.contact else []
    languages, look = (get_language() or "", request.organization.language), look_of(request.organization)
    own = {"own_heading": look.text("heading", *languages), "own_welcome": look.text("welcome", *languages)}
    values = own | {"latest": latest, "greeting": _greeting(request), "sign_in": sign_in_address(request)}
    return show(request, "home", values, current="home")


def _greeting(request: TenantRequest) -> str:
    name = request.contact.name.partition(" ")[0] if request.contact else ""
    if not name:
        return ""
    hour = timezone.localtime(now()).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if 12 <= hour < 19:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
