"""Organizations as the operator sees them: figures and how they stand; closing, opening, looking in with a reason."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from moondesk.audit.rules import LONGEST_REASON, VIEWING_MINUTES
from moondesk.files.rules import size_words
from moondesk.kit import tenancy
from moondesk.kit.errors import DomainError, InvalidInput
from moondesk.operating.actions import count_here, look_into, resume, suspend
from moondesk.operating.models import Standing
from moondesk.operating.queries import features_off, history, latest, organization_at, uncounted
from moondesk.organizations.features import FEATURES
from moondesk.organizations.rules import DELETION_PAUSE
from moondesk.web.console.edge import OperatorRequest, for_operators, show
from moondesk.web.looking.mark import set_mark

COUNTED_AT_ONCE = 20
"""So many new organizations are counted while the page waits; the rest within the hour."""


@require_safe
@for_operators
def listing(request: OperatorRequest) -> HttpResponse:
    """List the organizations with what they use."""
    for organization_id in uncounted()[:COUNTED_AT_ONCE]:
        _count(organization_id)
    standings = latest()
    values = {
        "rows": [_row(one) for one in standings],
        "sums": {
            "members": sum(one.members for one in standings),
            "tickets": sum(one.tickets for one in standings),
            "bytes": size_words(sum(one.bytes for one in standings)),
        },
    }
    return show(request, "list", values)


def _count(organization_id: uuid.UUID) -> None:
    with tenancy.organization(organization_id):
        count_here()


def _row(one: Standing) -> dict[str, Any]:
    return {"one": one, "kept": size_words(one.bytes)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def organization(request: OperatorRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Show one organization over time; by POST, close or open it, or look into it."""
    if request.method != "POST":
        return _page(request, organization_id)
    try:
        return _do(request, organization_id)
    except InvalidInput as error:
        return _page(request, organization_id, error=error)


def _do(request: OperatorRequest, organization_id: uuid.UUID) -> HttpResponse:
    reason, wanted = request.POST.get("reason", ""), request.POST.get("do", "")
    if wanted == "look":
        viewing = look_into(organization_id, reason, user=request.user)
        slug = history(organization_id)[0].slug
        set_mark(request, viewing, _("the operator"))
        return redirect("desk:list", slug=slug)
    if wanted not in ("suspend", "resume"):
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"": text})
    act = suspend if wanted == "suspend" else resume
    act(organization_id, reason, user=request.user)
    messages.success(request, _("It is closed.") if wanted == "suspend" else _("It is open again."))
    return redirect("console:organization", organization_id=organization_id)


def _page(request: OperatorRequest, organization_id: uuid.UUID, *, error: DomainError | None = None) -> HttpResponse:
    days = history(organization_id)
    if not days:
        _count(organization_id)
        days = history(organization_id)
    values = {
        "tab": "list",
        "now": _row(days[0]),
        "days": [_row(one) for one in days],
        "longest": LONGEST_REASON,
        "minutes": VIEWING_MINUTES,
        "pause": DELETION_PAUSE.days,
        "off": [FEATURES[one].name for one in features_off(organization_at(organization_id))],
        "form": request.POST.get("do", ""),
        "errors": {name: [text] for name, text in error.fields.items()} if error else {},
        "typed": {"reason": request.POST.get("reason", "")},
    }
    return show(request, "organization", values, status=error.status if error else 200)
