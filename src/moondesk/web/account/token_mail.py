"""The mail to somebody in whose name, or in whose organization's, a program made a token."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moondesk.accounts.queries import active_user
from moondesk.kit import tenancy
from moondesk.organizations.models import ApiToken
from moondesk.organizations.people import find_token
from moondesk.organizations.queries import current_organization, member_of
from moondesk.web.account.mail_words import Words
from moondesk.web.clock import zone
from moondesk.web.formats import datetime_text


def token_made(user_id: str, organization: str, token_id: str) -> Words | None:
    """Return what the mail says; nothing where the person works there no more, or there is no such token."""
    user = active_user(user_id)
    if user is None:
        return None
    with tenancy.organization(uuid.UUID(organization)):
        token = find_token(uuid.UUID(token_id))
        if token is None or member_of(user) is None:
            return None  # or the organization is gone
        own = current_organization()
    with timezone.override(zone(user.time_zone) or zone(own.time_zone)):
        end = _end(token)
    told = {"name": own.name, "label": token.name, "prefix": token.prefix}
    whose = _("It acts in your name.") if token.member_id else _("It is of the organization itself.")
    return Words(
        _("An API token was made at %(name)s") % told,
        (
            _("Somebody made the token %(label)s (%(prefix)s…) through the API.") % told,
            f"{whose} {end}",
        ),
        _("Look at the tokens"),
        settings.BASE_URL + reverse("settings:tokens", kwargs={"slug": own.slug}),
        _("If you do not know of it, revoke it there, and the token that made it."),
    )


def _end(token: ApiToken) -> str:
    if token.expires_at is None:
        return _("It has no end.")
    return _("It ends on %(moment)s.") % {"moment": datetime_text(token.expires_at)}
