"""Signing in with an account at another provider: going there, coming back, connecting and disconnecting."""

from collections.abc import Callable
from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal.flows.connect import disconnect as forget
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from moondesk.accounts.models import User
from moondesk.accounts.queries import can_prove_here, sign_in_methods
from moondesk.kit import tenancy
from moondesk.kit.egress.for_requests import Failed
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.providers import key_of, provider_by_key, providers_on, slugs_for, takes_user
from moondesk.organizations.queries import current_organization, memberships_of, organization_id_of
from moondesk.organizations.sign_in_rules import read_key
from moondesk.web.account.installed import Way, installed_ways
from moondesk.web.account.oidc import OrganizationClient
from moondesk.web.client import address_of
from moondesk.web.edges import public
from moondesk.web.leaving import leave
from moondesk.web.refusing import refusal
from moondesk.web.signed_in import is_confined
from moondesk.web.typed import Typed, own_address_problem

STARTS = Limit("sign-in.provider", 60, 600)
LOOKUPS = Limit("sign-in.organization", 30, 600)


@public
@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Go to a provider, to sign in there or to connect the account there."""
    hit(STARTS, address_of(request))
    connects = request.POST.get("process") == AuthProcess.CONNECT
    if connects and not request.user.is_authenticated:
        return redirect("account_login")
    if connects and is_confined(request):
        return redirect("account:connected_accounts")
    row = provider_by_key(key) if read_key(key) else None
    if row is not None and not row.is_on:
        raise Http404
    process = AuthProcess.CONNECT if connects else AuthProcess.LOGIN
    return leave(request, key, process, next_url=_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


@public
@require_GET
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Come back from the provider of an organization."""
    if provider_by_key(key) is None:
        raise Http404
    client = OrganizationClient(request, key)
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(client)(request)
    except ImmediateHttpResponse as error:
        response = error.response
    except (Failed, OAuth2Error, ValueError, KeyError):
        row = provider_by_key(key)
        return refusal(request, "failed", row.name if row else "", row.organization_id if row else None)
    response["Referrer-Policy"] = "no-referrer"
    return response


def where_installed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap the way back from a provider of this installation: there is none where the operator registered nothing."""

    def enter(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    return public(enter)


@public
@require_http_methods(["GET", "POST"])
def by_address(request: HttpRequest) -> HttpResponse:
    """Lead a person who types their address to the sign-in of their organization."""
    typed = Typed.of(request, email="")
    if request.method == "POST":
        hit(LOOKUPS, address_of(request))
        email = typed.value("email").strip().lower()
        problem = own_address_problem(email)
        slugs = [] if problem else slugs_for(email)
        if slugs:
            return redirect("sign_in_here", slug=slugs[0]) if len(slugs) == 1 else _choose(request, slugs)
        typed.errors["email"] = problem or _("No organization has a sign-in of its own for this address.")
    return render(request, "account/by_address.html", {"typed": typed}, status=422 if typed.errors else 200)


def _choose(request: HttpRequest, slugs: list[str]) -> HttpResponse:
    return render(request, "account/choose_organization.html", {"slugs": slugs})


@public
@require_GET
def sign_in_here(request: HttpRequest, slug: str) -> HttpResponse:
    """Show by which providers people of an organization sign in."""
    with tenancy.organization(organization_id_of(slug)):
        organization = current_organization()
        own = [Way(str(key_of(one)), one.name) for one in providers_on()]
        is_other = request.user.is_authenticated and not takes_user(
            organization, request.user, sign_in_methods(request.session)
        )
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    values = {
        "organization": organization,
        "ways": own,
        "next": wanted if safe else reverse("door", kwargs={"slug": slug}),
        "is_wanted": request.user.is_authenticated and bool(wanted),
        "is_other": is_other,
    }
    return render(request, "account/sign_in_here.html", values)


@public
@login_required
@require_GET
def prove_by_provider(request: HttpRequest) -> HttpResponse:
    """Let somebody prove who they are at a provider by which they sign in: their account has no other way."""
    user = cast("User", request.user)
    if can_prove_here(user):
        return redirect(f"{reverse('account_reauthenticate')}?{request.GET.urlencode()}")
    names = _names(user)
    connected = SocialAccount.objects.filter(user=user).order_by("pk").values_list("provider", flat=True)
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    values = {
        "ways": [Way(key, names[key]) for key in connected if key in names and read_key(key) is None],
        "next": wanted if safe else reverse("account:profile"),
    }
    return render(request, "account/prove_by_provider.html", values)


@public
@login_required
@require_GET
def connections(request: HttpRequest) -> HttpResponse:
    """List the person's accounts at other providers, and those that can be connected."""
    user = cast("User", request.user)
    own = list(SocialAccount.objects.filter(user=user).order_by("pk"))
    names = _names(user)
    there = {one.provider for one in own}
    values = {
        "accounts": [
            {"row": one, "name": names.get(one.provider, one.provider), "as": one.extra_data.get("email") or ""}
            for one in own
        ],
        "ways": [Way(key, name) for key, name in names.items() if key not in there],
        "may_disconnect": {one.pk: _is_other_way(user, one, names) for one in own},
        "user": user,
    }
    return render(request, "account/connections.html", values)


def _names(user: User) -> dict[str, str]:
    """Return the providers that a person can connect: the installation's, and those of their organizations."""
    found = {way.key: way.name for way in installed_ways()}
    for membership in memberships_of(user):
        with tenancy.organization(membership.organization_id):
            found |= {str(key_of(one)): f"{one.name} ({membership.name})" for one in providers_on()}
    return found


def _is_other_way(user: User, account: Any, names: dict[str, str]) -> bool:
    others = SocialAccount.objects.filter(user=user).exclude(pk=account.pk).values_list("provider", flat=True)
    return user.has_usable_password() or any(provider in names for provider in others)


@public
@login_required
@require_POST
def disconnect(request: HttpRequest, account_id: int) -> HttpResponse:
    """Forget an account at another provider, never the last way in."""
    user = cast("User", request.user)
    found = SocialAccount.objects.filter(user=user, pk=account_id).first()
    if found is None:
        raise Http404
    if _is_other_way(user, found, _names(user)):
        _forget(request, found)
        messages.success(request, _("The account is no longer connected."))
    else:
        messages.error(request, _("This is your only way in. Choose a password first."))
    return redirect("account:connected_accounts")


def _forget(request: HttpRequest, account: Any) -> None:
    try:
        forget(request, account)
    except SocialApp.DoesNotExist:  # a provider that is not there any more
        account.delete()
