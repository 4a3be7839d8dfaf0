"""Who signed in to the help pages by a link from a mail: kept in the session, apart from accounts.

It makes nobody a user: the desk, the settings and the API do not know of it, whoever else has the same address.
"""

import uuid
from typing import cast

from django.http import HttpRequest

from moondesk.organizations.models import Organization
from moondesk.portals.models import SignInLink
from moondesk.portals.queries import sign_in_of

KEY = "moondesk.by_link"
"""In the session: of each organization the id of the link by which its browser was signed in."""


def _held(request: HttpRequest) -> dict[str, str]:
    return cast("dict[str, str]", request.session.get(KEY, {}))


def remember(request: HttpRequest, link: SignInLink) -> None:
    """Sign the browser in; its session gets another id, so that one planted before is worth nothing."""
    request.session[KEY] = {**_held(request), str(link.organization_id): str(link.pk)}
    request.session.cycle_key()


def forget(request: HttpRequest, organization_id: uuid.UUID) -> None:
    """Sign the browser out of the help pages of an organization."""
    request.session[KEY] = {key: one for key, one in _held(request).items() if key != str(organization_id)}


def signed_in(request: HttpRequest, organization: Organization) -> SignInLink | None:
    """Return the sign-in of this browser with the organization in context, while it holds."""
    held = _held(request).get(str(organization.pk))
    return sign_in_of(held, organization) if held else None


def counted_by(request: HttpRequest) -> str:
    """Return what one who is signed in by links is counted by, an empty text for others."""
    return " ".join(sorted(_held(request).values()))
