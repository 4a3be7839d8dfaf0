"""Going from one of our pages to another provider of sign-ins."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moondesk.kit.egress.for_requests import Failed
from moondesk.organizations.providers import provider_by_key
from moondesk.web.refusing import refusal, trial_reason

TESTED = "moondesk_sign_in_test"
"""Where in the session stands what came back from a provider that was tested."""


def leave(request: HttpRequest, key: str, process: str, *, next_url: str) -> HttpResponse:
    """Return a page that goes on to the provider: a form of ours may not be answered by another site's address."""
    try:
        provider = get_adapter(request).get_provider(request, key)
        away = provider.redirect(request, process, next_url=next_url)
    except (SocialApp.DoesNotExist, LookupError):
        raise Http404 from None
    except (Failed, OAuth2Error, ValueError) as error:
        row, is_trial = provider_by_key(key), process == AuthProcess.REDIRECT
        reason = trial_reason(error) if is_trial else "failed"
        return refusal(request, reason, provider.name, row.organization_id if row else None, is_trial=is_trial)
    response = render(request, "account/leaving.html", {"href": away["Location"], "name": provider.name})
    response["Cache-Control"] = "no-store"
    return response
