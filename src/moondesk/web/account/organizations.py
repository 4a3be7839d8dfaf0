"""Organizations from the outside: the start page, the list, a new one, the door of one."""

import re
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from moondesk.accounts.models import User
from moondesk.channels.actions import NewDesk, found_desk, mail_domain
from moondesk.kit.errors import DomainError
from moondesk.kit.letters import plain_letters
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.queries import Membership, memberships_of
from moondesk.web.account.places import portals_of
from moondesk.web.account.preferences import time_zones
from moondesk.web.clock import browser_zone
from moondesk.web.edges import public
from moondesk.web.setup_walk import first_mark
from moondesk.web.typed import Typed

LAST_COOKIE = "moondesk_last"
FOUNDED_BY_USER = Limit("organization.founded", 5, 24 * 3600)


@public
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Go where the person most likely wants to be; greet those who are not signed in."""
    if not request.user.is_authenticated:
        return render(request, "organizations/welcome.html")
    user = request.user
    memberships, portals = memberships_of(user), portals_of(user)
    last = _last(request, memberships)
    if last:
        return redirect("desk:list", slug=last.slug)
    if not memberships and len(portals) == 1:
        return redirect("portal:home", slug=portals[0].slug)
    return redirect("organizations:list")


def _last(request: HttpRequest, memberships: list[Membership]) -> Membership | None:
    wanted = request.COOKIES.get(LAST_COOKIE, "")
    known = next((one for one in memberships if one.slug == wanted), None)
    return known or (memberships[0] if memberships else None)


@public
@require_GET
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Send members to the desk and everybody else to the portal. Says nothing about who is a member."""
    if slug == "console":  # typed without the slash at its end; no organization can be called that
        return redirect("console:list")
    if request.user.is_authenticated:
        own = {one.slug for one in memberships_of(request.user)}
        if slug in own:
            response = redirect("desk:list", slug=slug)
            response.set_cookie(
                LAST_COOKIE, slug, max_age=31_536_000, samesite="Lax", httponly=True, secure=settings.IS_HTTPS
            )
            return response
    return redirect("portal:home", slug=slug)


@public
@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the organizations the person works in or writes to."""
    user = cast("User", request.user)
    values = {"memberships": memberships_of(user), "portals": portals_of(user), "user": user}
    return render(request, "organizations/list.html", values)


@public
@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Found an organization, the first step of its guided beginning: the founder is its owner."""
    user = cast("User", request.user)
    typed = Typed.of(
        request,
        language=translation.get_language() or "en",
        time_zone=user.time_zone or browser_zone(request) or "UTC",
    )
    if request.method == "POST":
        try:
            organization = _found(user, typed)
        except DomainError as error:
            typed.note(error)
        else:
            return redirect("settings:setup", slug=organization)
    values = {
        "typed": typed,
        "zones": time_zones(),
        "user": user,
        "host": request.get_host(),
        "mail_domain": mail_domain(),
        "walk": first_mark(),
    }
    return render(request, "organizations/new.html", values, status=422 if typed.errors or typed.problem else 200)


def _found(user: User, typed: Typed) -> str:
    hit(FOUNDED_BY_USER, str(user.pk))
    desk = NewDesk(
        name=typed.value("name"),
        slug=typed.value("slug") or suggested_slug(typed.value("name")),
        language=typed.value("language"),
        time_zone=typed.value("time_zone"),
    )
    return found_desk(desk, owner=user).slug


def suggested_slug(name: str) -> str:
    """Return the address part that fits a name: ``Óptica Mirador`` → ``optica-mirador``."""
    return re.sub(r"[^a-z0-9]+", "-", plain_letters(name).lower()).strip("-")[:40].strip("-")
