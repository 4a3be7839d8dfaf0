"""Who changed the settings while somebody else typed in them; open pages ask when they were drawn anew."""

import datetime

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.events.queries import latest_of
from moondesk.kit.clock import now
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk

_LATELY = datetime.timedelta(minutes=2)
_OF_SETTINGS = ("department.", "field.", "member.", "tag.", "template.", "ticket_form.", "workflow.")


@require_safe
@in_desk(Permission.DESK_OPEN)
def changed(request: TenantRequest) -> HttpResponse:
    """Say in words who changed the settings last."""
    last = latest_of(_OF_SETTINGS, now() - _LATELY)
    if last is None:
        text = _("The settings were changed meanwhile. What you typed is still here.")
    elif last.actor_id == request.actor.id:
        text = _("You changed the settings elsewhere meanwhile. What you typed is still here.")
    else:
        text = _("%(name)s changed the settings meanwhile. What you typed is still here.") % {"name": last.actor_label}
    return JsonResponse({"text": text, "show": _("Show theirs") if last else _("Show the new ones")})
