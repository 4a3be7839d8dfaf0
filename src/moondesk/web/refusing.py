"""What is said to somebody whom another provider sent and who may not come in like this."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from moondesk.kit import tenancy
from moondesk.organizations.queries import current_organization

REASONS = {
    "cancelled": _("You turned back at %(name)s. Nothing was changed."),
    "failed": _("%(name)s could not be used now, or the way back was taken twice. Begin anew."),
    "replayed": _("The answer of %(name)s does not belong to this sign-in. Begin anew."),
    "closed": _("Nobody can come in by %(name)s now: the organization is closed."),
    "off": _("Signing in with %(name)s is switched off."),
    "other_domain": _("%(name)s told an address that is not of a domain it is for. Choose another account there."),
    "no_member": _("Only members of the organization can connect %(name)s."),
    "deactivated": _("Your membership was deactivated. Ask whoever looks after the organization."),
    "unverified": _(
        "%(name)s does not say that your address is verified, so it cannot tell us who you are. Sign in as you did "
        "before, then connect it in your account."
    ),
    "unproven": _(
        "It is not proven that the domain of your address belongs to this organization. Sign in as you did before, "
        "then connect %(name)s in your account."
    ),
    "exists": _(
        "There is an account with your address already. Sign in as you did before, then connect %(name)s in your "
        "account."
    ),
    "nobody_joins": _("You have no account here yet. Ask whoever looks after the organization to invite you."),
    "inbox": _("A desk receives mail at this address. Give one that only you read."),
}


def refusal(request: HttpRequest, reason: str, name: str, organization_id: uuid.UUID | None) -> HttpResponse:
    """Return the page that says why, and where to go on."""
    slug = ""
    if organization_id is not None:
        with tenancy.organization(organization_id):
            slug = current_organization().slug
    values = {"reason": reason, "text": str(REASONS[reason]) % {"name": name}, "slug": slug}
    response = render(request, "account/refused.html", values, status=403)
    response["Cache-Control"] = "no-store"
    return response
