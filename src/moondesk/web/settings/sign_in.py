"""By which providers people of the organization sign in, and which domains are proven."""

import uuid
from typing import Any

from allauth.socialaccount.providers.base.constants import AuthProcess
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.organizations import domains as proofs
from moondesk.organizations import providers
from moondesk.organizations.actions import providers as actions
from moondesk.organizations.actions.providers import JOINING_ROLES, NewProvider, ProviderChange
from moondesk.organizations.permissions import ROLE_LABELS, Permission, Role
from moondesk.organizations.sign_in_models import IdentityProvider
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.leaving import TESTED, leave
from moondesk.web.settings import second_factor_shown as second_factor
from moondesk.web.settings.page import carry_out, show
from moondesk.web.settings_list import address

PAGE = "sign_in"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def sign_in(request: TenantRequest) -> HttpResponse:
    """List the providers, and add one."""
    if request.method != "POST":
        return sign_in_page(request)
    sent = request.POST
    new = NewProvider(
        sent.get("name", ""),
        sent.get("issuer", ""),
        sent.get("client_id", ""),
        sent.get("secret", ""),
        _domains(sent),
        sent.get("default_role", ""),
    )
    act = lambda: actions.add_provider(new, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("The provider is here. Test it, then switch it on."), sign_in_page)


def _domains(sent: QueryDict) -> list[str]:
    return sent.get("domains", "").replace(",", " ").split()


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def change(request: TenantRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Change a provider."""
    found, sent = providers.get_provider(request.actor, provider_id), request.POST
    wanted = ProviderChange(
        name=sent.get("name", ""),
        secret=sent.get("secret", ""),
        domains=_domains(sent),
        default_role=sent.get("default_role", ""),
        is_on="is_on" in sent,
        is_forced="is_forced" in sent,
    )
    act = lambda: actions.change_provider(found, wanted, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("Saved."), sign_in_page)


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def remove(request: TenantRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Remove a provider."""
    found = providers.get_provider(request.actor, provider_id)
    act = lambda: actions.remove_provider(found, by=request.actor)  # noqa: E731
    return carry_out(
        request, PAGE, act, _("The provider is gone. Who signed in by it does so in another way."), sign_in_page
    )


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def test(request: TenantRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Go to a provider and come back to this page, which shows what it told. Nobody is signed in or connected."""
    found = providers.get_provider(request.actor, provider_id)
    request.session.pop(TESTED, None)
    return leave(request, str(providers.key_of(found)), AuthProcess.REDIRECT, next_url=address(request, PAGE))


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def prove(request: TenantRequest) -> HttpResponse:
    """Ask DNS whether a domain is the organization's."""
    act = lambda: proofs.prove(request.POST.get("domain", ""), by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("It is proven that the domain is yours."), sign_in_page)


def _shown(row: IdentityProvider, tested: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": row,
        "callback": providers.callback_of(row),
        "domains": providers.standing_of(row.domains),
        "told": tested if tested.get("provider") == str(row.pk) else None,
    }


def sign_in_page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the page, or show it again with what does not fit."""
    tested = request.session.get(TESTED) or {}
    chosen = request.POST.getlist("roles") if more.get("form") == second_factor.FORM else None
    values = {
        "providers": [_shown(row, tested) for row in providers.all_providers(request.actor)],
        "roles": [
            (role, str(ROLE_LABELS[Role(role)]) if role else _("Nobody joins by itself")) for role in JOINING_ROLES
        ],
        "second": second_factor.shown(request.organization, chosen),
        "sign_in_page": request.build_absolute_uri(f"/{request.organization.slug}/sign-in"),
    }
    return show(request, PAGE, values | more, status=status)
