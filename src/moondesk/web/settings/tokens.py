"""Tokens for programs that act in a member's name, or in the organization's."""

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.kit.errors import InvalidInput
from moondesk.organizations import actions, people
from moondesk.organizations.actions import NewToken
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show

DAYS = ("30", "90", "365", "")


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TOKEN_OWN)
def tokens(request: TenantRequest) -> HttpResponse:
    """List the tokens, and make one whose secret is shown this once."""
    if request.method != "POST":
        return _page(request)
    try:
        made = _make(request)
    except InvalidInput as error:
        errors = {field: [text] for field, text in error.fields.items()}
        return _page(request, status=error.status, errors=errors, typed=request.POST)
    return _page(request, secret=made.secret)


def _make(request: TenantRequest) -> NewToken:
    name, scopes = request.POST.get("name", ""), request.POST.getlist("scopes")
    lasts = _expiry(request.POST.get("days", ""))
    networks = request.POST.get("networks", "").replace(",", " ").split()
    by = request.actor
    if request.POST.get("owner") == "organization":
        return actions.create_organization_token(name, by=by, scopes=scopes, expires_in=lasts, networks=networks)
    return actions.create_token(request.member, name, by=by, scopes=scopes, expires_in=lasts, networks=networks)


def _expiry(days: str) -> datetime.timedelta | None:
    if days not in DAYS:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"days": text})
    return datetime.timedelta(days=int(days)) if days else None


@require_POST
@in_desk(Permission.TOKEN_OWN)
def revoke(request: TenantRequest, token_id: uuid.UUID) -> HttpResponse:
    """Make a token stop working."""
    found = people.get_token(request.actor, token_id)
    act = lambda: actions.revoke_token(found, by=request.actor)  # noqa: E731
    return carry_out(request, "tokens", act, _("The token no longer works."), _page)


@require_POST
@in_desk(Permission.TOKEN_OWN)
def revoke_all(request: TenantRequest) -> HttpResponse:
    """Make all of one's own tokens stop working, or all of the organization."""
    everybody = request.POST.get("of") == "everybody"
    act = lambda: actions.revoke_all_tokens(by=request.actor, of_everybody=everybody)  # noqa: E731
    return carry_out(request, "tokens", act, _("None of these tokens works any longer."), _page)


def _page(request: TenantRequest, *, status: int = 200, secret: str = "", **more: Any) -> HttpResponse:
    lasting = {"30": _("30 days"), "90": _("90 days"), "365": _("1 year"), "": _("No end")}
    may_manage = level(request, Element.TOKENS).full
    revocations = [("own", _("Revoke all of mine"), _("Programs that use your tokens stop working at once, for good."))]
    if may_manage:
        text = _("Every program of everybody, and those of the organization, stop working at once, for good.")
        revocations.append(("everybody", _("Revoke all of everybody"), text))
    values = {
        "revocations": revocations,
        "tokens": people.tokens_for(request.actor),
        "scopes": sorted(permission.value for permission in request.actor.permissions if ":" in permission.value),
        "owners": [("", _("Me")), ("organization", _("The organization"))],
        "days": [(days, lasting[days]) for days in DAYS],
        "secret": secret,
        "own_id": request.member.pk,
        "may_manage": may_manage,
    }
    return show(request, "tokens", values | more, status=status)
