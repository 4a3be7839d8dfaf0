"""Features switched by the operator, of one organization (looked at once more, taken back) and of those to come."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.audit.rules import LONGEST_REASON
from moondesk.kit.errors import Conflict, DomainError, InvalidInput
from moondesk.operating.actions import switch_features, switch_starting, take_switching_back
from moondesk.operating.actions.switching import check_switching
from moondesk.operating.queries import features_off, last_switching, organization_at
from moondesk.organizations.features import FEATURES, Feature
from moondesk.organizations.switches import off_at_start
from moondesk.web.console.edge import OperatorRequest, for_operators, show


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def features(request: OperatorRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Show what an organization has and has not; by POST, switch it."""
    organization_at(organization_id)  # says also where there is none
    if request.method != "POST":
        return _page(request, organization_id)
    try:
        return _do(request, organization_id)
    except (InvalidInput, Conflict) as error:
        return _page(request, organization_id, error=error)


def _do(request: OperatorRequest, organization_id: uuid.UUID) -> HttpResponse:
    sent, wanted = request.POST, request.POST.get("do", "")
    if wanted == "undo":
        take_switching_back(organization_id, _event_id(sent), user=request.user)
        messages.success(request, _("Taken back."))
        return redirect("console:features", organization_id=organization_id)
    off, seen, reason = set(Feature) - _named(sent, "on"), _named(sent, "seen"), sent.get("reason", "")
    if wanted != "confirm":
        changes = check_switching(off, reason, seen=seen)
        asked = {FEATURES[one]: is_on for one, is_on in changes.items()}
        return _page(request, organization_id, asked=asked)
    switch_features(organization_id, off, reason, seen=seen, user=request.user)
    messages.success(request, _("Switched. It holds from the next request on."))
    return redirect("console:features", organization_id=organization_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def starting(request: OperatorRequest) -> HttpResponse:
    """Show with which features new organizations begin; by POST, change it."""
    if request.method != "POST":
        return _starting_page(request)
    sent = request.POST
    off, seen = set(Feature) - _named(sent, "on"), _named(sent, "seen")
    try:
        switch_starting(off, sent.get("reason", ""), seen=seen, user=request.user)
    except (InvalidInput, Conflict) as error:
        return _starting_page(request, error)
    messages.success(request, _("Saved. It holds for organizations that are created from now on."))
    return redirect("console:starting")


def _starting_page(request: OperatorRequest, error: DomainError | None = None) -> HttpResponse:
    off = off_at_start()
    # After somebody else changed it, what they chose is shown, not what was chosen over it.
    is_typed = error is not None and not isinstance(error, Conflict)
    on = _named(request.POST, "on") if is_typed else set(Feature) - off
    values = {
        "tab": "list",
        "rows": [(one, about, one in on) for one, about in FEATURES.items()],
        "seen": sorted(_named(request.POST, "seen") if is_typed else off),
        "longest": LONGEST_REASON,
        "errors": {name: [text] for name, text in (error.fields or {"": error.message}).items()} if error else {},
        "typed": {"reason": request.POST.get("reason", "") if is_typed else ""},
    }
    return show(request, "starting", values, status=error.status if error else 200)


def _named(sent: QueryDict, name: str) -> set[Feature]:
    """Return the features that a form names; what is none is left out."""
    return {one for one in Feature if one.value in sent.getlist(name)}


def _event_id(sent: QueryDict) -> uuid.UUID:
    try:
        return uuid.UUID(sent.get("event", ""))
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"": text}) from None


def _page(
    request: OperatorRequest,
    organization_id: uuid.UUID,
    *,
    error: DomainError | None = None,
    asked: dict[Any, bool] | None = None,
) -> HttpResponse:
    own, last = organization_at(organization_id), last_switching(organization_id)
    off = features_off(own)
    # After somebody else switched, what they did is shown, not what was typed over it.
    is_typed = request.method == "POST" and not isinstance(error, Conflict)
    on = _named(request.POST, "on") if is_typed else set(Feature) - off
    values = {
        "tab": "list",
        "organization_id": organization_id,
        "name": own.name,
        "rows": [(one, about, one in on) for one, about in FEATURES.items()],
        "seen": sorted(_named(request.POST, "seen") if is_typed else off),
        "last": last,
        "switched": [(FEATURES[one].name, was_on) for one, was_on in last.changes.items()] if last else [],
        "asked": asked,
        "longest": LONGEST_REASON,
        "errors": {name: [text] for name, text in (error.fields or {"": error.message}).items()} if error else {},
        "typed": {"reason": request.POST.get("reason", "") if is_typed else ""},
    }
    return show(request, "features", values, status=error.status if error else 200)
