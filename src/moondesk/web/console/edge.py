"""The edge of the console: operators only, and only with a second factor where the installation has such."""

import functools
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.accounts.queries import shows_second_factor
from moondesk.kit.errors import NotAllowed
from moondesk.web.edges import public
from moondesk.web.signed_in import is_confined


class OperatorRequest(HttpRequest):
    """A request of an operator."""

    user: User


type View = Callable[..., HttpResponse]


def for_operators(view: View) -> View:
    """Open a view to operators. Others learn nothing of it."""

    @public
    @functools.wraps(view)
    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not request.user.is_operator:
            raise Http404
        _demand_second_factor(request, request.user)
        response = view(request, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return enter


def _demand_second_factor(request: HttpRequest, user: User) -> None:
    """Raise ``NotAllowed`` unless this session was begun in the person's own way and showed a second factor."""
    if is_confined(request):
        raise NotAllowed(_("Sign in in your own way first: the provider of an organization does not open the console."))
    if not is_mfa_enabled(user):
        raise NotAllowed(_("The console needs a second factor. Add one in your account, then come back."))
    if not shows_second_factor(request.session, user):
        raise NotAllowed(_("Sign out and in again with your second factor, then come back."))


def show(request: HttpRequest, name: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page of the console."""
    tabs = [
        {"label": label, "href": reverse(f"console:{key}"), "current": key == values.get("tab", name)}
        for key, label in (("list", _("Organizations")), ("health", _("Health")), ("audit", _("Log")))
    ]
    given = {"tabs": tabs, "errors": {}, "typed": {}, **values}
    return render(request, f"console/{name}.html", given, status=status)
