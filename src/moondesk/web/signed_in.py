"""Pages that an organization's provider does not open: how an account is entered is for ways that are one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moondesk.accounts.queries import sign_in_methods
from moondesk.organizations.sign_in_rules import ways_of

PLACES = ("/accounts/", "/organizations/")
"""Where pages are about an account, and about the organizations that somebody founds."""
OPEN = frozenset(
    {
        "account:by_address",
        "account:organization_callback",
        "account:shortcuts",
        "account:sign_in_with",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",
        "apple_callback",
        "apple_finish_callback",
        "github_callback",
        "google_callback",
        "microsoft_callback",
        "organizations:list",
        "socialaccount_signup",
    }
)
"""Which of them are open all the same: signing in and out, and what neither shows nor changes the account."""


def needs_own_way(request: HttpRequest) -> bool:
    """Say whether a page is about how the account is entered, and the person came by an organization's provider.

    What is not named here is: a new page is closed until somebody thought of it.
    """
    match = request.resolver_match
    if match is None or not request.path_info.startswith(PLACES) or match.view_name in OPEN:
        return False
    return request.user.is_authenticated and is_confined(request)


def is_confined(request: HttpRequest) -> bool:
    """Say whether the person came only by the provider of an organization."""
    return ways_of(sign_in_methods(request.session)).confined_to is not None


def own_way_first(request: HttpRequest) -> HttpResponse:
    """Return the page that asks to sign in in one's own way first."""
    return render(request, "account/own_way_first.html", status=403)
