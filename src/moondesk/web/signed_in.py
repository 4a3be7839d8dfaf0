"""Pages that an organization's provider does not open: how an account is entered is for ways that are one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moondesk.accounts.queries import sign_in_methods
from moondesk.organizations.sign_in_rules import ways_of

OWN_WAY_ONLY = frozenset(
    {
        "account_change_password",
        "account_email",
        "account_set_password",
        "connected_accounts",
        "disconnect_account",
        "end_other_sessions",
        "end_session",
        "organizations:new",
        "profile",
        "prove_by_provider",
        "sessions",
    }
)
OWN_WAY_BEGINNINGS = ("mfa_", "socialaccount_connections")


def needs_own_way(request: HttpRequest) -> bool:
    """Say whether a page is about how the account is entered, and the person came by an organization's provider."""
    match = request.resolver_match
    name, full = (match.url_name or "", match.view_name) if match else ("", "")
    if not {name, full} & OWN_WAY_ONLY and not name.startswith(OWN_WAY_BEGINNINGS):
        return False
    return request.user.is_authenticated and is_confined(request)


def is_confined(request: HttpRequest) -> bool:
    """Say whether the person came only by the provider of an organization."""
    return ways_of(sign_in_methods(request.session)).confined_to is not None


def own_way_first(request: HttpRequest) -> HttpResponse:
    """Return the page that asks to sign in in one's own way first."""
    return render(request, "account/own_way_first.html", status=403)
