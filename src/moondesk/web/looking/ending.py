"""The end of looking with another's eyes."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.accounts.models import User
from moondesk.audit.eyes import stop_looking
from moondesk.kit import tenancy
from moondesk.organizations.queries import current_organization, member_of
from moondesk.web.edges import public
from moondesk.web.looking.mark import mark_of, take_away


@public
@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Look with one's own eyes again."""
    mark, user = mark_of(request), cast("User", request.user)
    if mark is None:
        return redirect("start")
    with tenancy.organization(mark.organization_id):
        own = member_of(user)
        stop_looking(mark.viewing_id, user, own)
        slug = current_organization().slug
    take_away(request)
    messages.success(request, _("You see your own desk again."))
    return redirect("settings:members", slug=slug) if own is not None else redirect("start")
