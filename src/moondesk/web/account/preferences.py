"""Language, theme and profile: how a person is shown Moondesk, and what others see of them."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.accounts.actions import switch_shortcuts, update_profile
from moondesk.accounts.models import Theme, User
from moondesk.kit import tenancy
from moondesk.kit.clock import known_zones
from moondesk.kit.errors import DomainError
from moondesk.organizations.actions import rename_member
from moondesk.organizations.queries import memberships_of
from moondesk.web.account.places import portals_of
from moondesk.web.edges import public
from moondesk.web.formats import THEME_COOKIE, theme_of
from moondesk.web.typed import Typed

YEAR = 31_536_000


def _back(request: HttpRequest) -> HttpResponseRedirect:
    wanted = request.POST.get("next", "") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.IS_HTTPS)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: in this browser, and wherever the person signs in."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        if request.user.is_authenticated:
            update_profile(request.user, language=chosen)
    return response


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Show another theme in this browser."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in Theme.values:
        _remember(response, THEME_COOKIE, chosen)
        if request.user.is_authenticated:
            update_profile(request.user, theme=chosen)
    return response


@public
@login_required
@require_POST
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Switch the keyboard shortcuts of a person on or off; the page that asked has done so already."""
    switch_shortcuts(cast("User", request.user), on=request.POST.get("shortcuts") == "on")
    return HttpResponse(status=204)


@public
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what belongs to the person and not to an organization."""
    user = cast("User", request.user)
    typed = Typed.of(
        request,
        name=user.name,
        language=user.language or translation.get_language() or "en",
        time_zone=user.time_zone,
        theme=theme_of(request),
    )
    if request.method == "POST":
        try:
            update_profile(
                user,
                name=typed.value("name"),
                language=typed.value("language"),
                time_zone=typed.value("time_zone"),
                theme=typed.value("theme"),
            )
        except DomainError as error:
            typed.note(error)
        else:
            switch_shortcuts(user, on=request.POST.get("shortcuts") == "on")
            _tell_organizations(user)
            return _saved(request, typed)
    return _profile_page(request, user, typed)


def _tell_organizations(user: User) -> None:
    for one in memberships_of(user):
        with tenancy.organization(one.organization_id):
            rename_member(user)


def _saved(request: HttpRequest, typed: Typed) -> HttpResponse:
    with translation.override(typed.value("language")):
        messages.success(request, _("Saved."))
    response = redirect("account:profile")
    _remember(response, settings.LANGUAGE_COOKIE_NAME, typed.value("language"))
    _remember(response, THEME_COOKIE, typed.value("theme"))
    return response


def _profile_page(request: HttpRequest, user: User, typed: Typed) -> HttpResponse:
    themes = [
        ("system", _("Follow the system")),
        ("light", _("Light")),
        ("dark", _("Dark")),
        ("moon", _("Moon")),
        ("green", _("Green")),
    ]
    values = {
        "typed": typed,
        "user": user,
        "themes": themes,
        "zones": time_zones(_("As the browser says")),
        "memberships": memberships_of(user),
        "portals": portals_of(user),
    }
    return render(request, "account/profile.html", values, status=422 if typed.errors or typed.problem else 200)


def time_zones(none: str = "") -> list[tuple[str, str]]:
    """Return the time zones to choose from, by name."""
    names = sorted(name for name in known_zones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    first = [("", none)] if none else []
    return [*first, ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
