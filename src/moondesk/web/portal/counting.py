"""How often somebody may write in. Counted before the tenant's transaction begins, as a refusal rolls that back.

A typed address is counted together with where it was typed: nobody can use up what another's address may do
(docs/decisions/sign-in-limits.md).
"""

import functools
import uuid
from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse

from moondesk.accounts.models import normal_email
from moondesk.kit.errors import TooMany
from moondesk.limits.actions import Limit, count, hit
from moondesk.organizations.queries import organization_id_of
from moondesk.web.by_link import counted_by
from moondesk.web.client import counted_as
from moondesk.web.edges import View

NEW_BY_CLIENT = Limit("portal_new_client", 20, 3600)
NEW_BY_SENDER = Limit("portal_new_sender", 10, 3600)
FORM_BY_ORGANIZATION = Limit("web_form_organization", 600, 3600)
"""What comes in by all web forms of one organization: a breaker, far above what people write."""
CONFIRM_BY_CLIENT = Limit("web_form_confirm_client", 60, 3600)
CONFIRM_BY_MARK = Limit("web_form_confirm_mark", 20, 3600)
LOOKUP_BY_CLIENT = Limit("portal_lookup_client", 20, 3600)
LOOKUP_BY_EMAIL = Limit("portal_lookup_email", 5, 3600)
SIGN_IN_BY_CLIENT = Limit("portal_sign_in_client", 20, 3600)
SIGN_IN_BY_EMAIL = Limit("portal_sign_in_email", 5, 3600)
OPEN_BY_CLIENT = Limit("portal_open_client", 60, 3600)
OPEN_BY_SECRET = Limit("portal_open_secret", 20, 3600)
REPLY_BY_CLIENT = Limit("portal_reply_client", 120, 3600)
REPLY_BY_PLACE = Limit("portal_reply_place", 30, 3600)
ONCE = Limit("portal_once", 1, 24 * 3600)


def counted(
    by_client: Limit,
    by_whom: Limit,
    whom: Callable[[HttpRequest, dict[str, Any]], str],
    *,
    by_all: Limit | None = None,
    asks: Collection[str] = (),
) -> Callable[[View], View]:
    """Count each POST of a view by network address, by whom it concerns, and by all together.

    ``asks`` names the parameters with which this view only draws a form anew and takes nothing: these are not counted.

    Above a limit the view runs all the same and finds the ``refusal``: the page comes back with what was typed.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and set(request.GET).isdisjoint(asks):
                organization = str(organization_id_of(slug))
                client = counted_as(request)
                try:
                    if client:
                        hit(by_client, organization, client)
                    hit(by_whom, organization, whom(request, kwargs))
                    if by_all:
                        hit(by_all, organization)
                except TooMany as error:
                    request.over_limit = error  # type: ignore[attr-defined]  # it is a TenantRequest inside
            response = view(request, slug=slug, **kwargs)
            refused = refusal(request)
            if refused is not None:
                response["Retry-After"] = str(refused.extra["retry_after"])
            return response

        return enter

    return wrap


def refusal(request: HttpRequest) -> TooMany | None:
    """Return why this POST is one too many, if it is."""
    found: TooMany | None = getattr(request, "over_limit", None)
    return found


def by_sender(request: HttpRequest, _kwargs: dict[str, Any]) -> str:
    """Return who writes in: the one signed in, or the address typed and where."""
    return _signed_in(request) or by_email(request, _kwargs)


def by_email(request: HttpRequest, _kwargs: dict[str, Any]) -> str:
    """Return the address typed, and where."""
    return f"{counted_as(request)} {normal_email(request.POST.get('email', ''))}"


def by_place(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return whose answer this is: the one signed in, or the one behind the link."""
    return _signed_in(request) if "number" in kwargs else str(kwargs.get("secret", ""))


def _signed_in(request: HttpRequest) -> str:
    """Return who is signed in; by a link that is no user, but a sign-in of its own."""
    return counted_by(request) or (str(request.user.pk) if request.user.is_authenticated else "")


def by_secret(_request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return what a link to sign in carries."""
    return str(kwargs.get("secret", ""))


def by_mark(_request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return what the link of a confirmation carries."""
    return str(kwargs.get("mark", ""))


def is_repeated(organization_id: uuid.UUID, nonce: str) -> bool:
    """Say whether what carries this nonce was done already.

    Counted inside the transaction on purpose: a second press waits for the first, and counts only if that was kept.
    """
    return bool(nonce) and count(ONCE, str(organization_id), nonce).over
