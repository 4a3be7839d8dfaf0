"""What is said to somebody whom another provider sent and who may not come in like this."""

import uuid

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moondesk.kit import tenancy
from moondesk.kit.egress.for_requests import Failed
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
    "trial_unreachable": _(
        "%(name)s did not answer at the address of the issuer, or not as a provider does. Check the address, and that "
        "this server can reach it."
    ),
    "trial_issuer": _("%(name)s says that it is another issuer than was entered here, or leaves out what is needed."),
    "trial_client": _(
        "%(name)s knew you, but gave this desk nothing: it does not take the client ID and secret that were entered "
        "here."
    ),
    "trial_refused": _(
        "%(name)s refused before it asked who you are. Check there that the client ID is right and the way back is "
        "registered as it is shown here."
    ),
    "trial_token": _(
        "What %(name)s told of you could not be believed: it is not signed by a key that it publishes, not meant for "
        "this client ID, or not of now."
    ),
    "inbox": _("A desk receives mail at this address. Give one that only you read."),
}


class AnotherIssuer(OAuth2Error):
    """Whoever answers at an issuer's address says that it is another, or cannot be asked."""


class NotBelieved(OAuth2Error):
    """What a provider told of somebody is not proven."""


def trial_reason(error: Exception | None) -> str:
    """Return why a provider could not be tried, for those who set it up.

    What it answered may name secrets, and is not told.
    """
    if error is None:
        return "trial_refused"
    if isinstance(error, AnotherIssuer):
        return "trial_issuer"
    if isinstance(error, NotBelieved):
        return "trial_token"
    return "trial_unreachable" if isinstance(error, Failed) else "trial_client"


def refusal(
    request: HttpRequest, reason: str, name: str, organization_id: uuid.UUID | None, *, is_trial: bool = False
) -> HttpResponse:
    """Return the page that says why, and where to go on: to the sign-in, or from a trial back to the settings."""
    slug = ""
    if organization_id is not None:
        with tenancy.organization(organization_id):
            slug = current_organization().slug
    back = reverse("settings:sign_in", kwargs={"slug": slug}) if is_trial else ""
    values = {"reason": reason, "text": str(REASONS[reason]) % {"name": name}, "slug": slug, "back": back}
    response = render(request, "account/refused.html", values, status=403)
    response["Cache-Control"] = "no-store"
    return response
