"""Telling members by mail, once, that their organization asks for a second factor that they do not have."""

from django.conf import settings

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.limits.actions import Limit, count
from moondesk.organizations.events import SecondFactorAsked
from moondesk.organizations.queries import current_organization
from moondesk.organizations.second_factor import members_without
from moondesk.web.account.jobs import deliver_account_mail

_ONCE = Limit("second_factor.told", 1, 7 * 24 * 3600)


@reacts([SecondFactorAsked])
def tell_those_without(event: Event) -> None:
    """Mail to each who has none, in their language."""
    if not event.data["after"].get("second_factor_roles") or count(_ONCE, str(event.pk)).over:
        return
    own = current_organization()
    for member, _moment in members_without(own):
        user = member.user
        deliver_account_mail.enqueue(
            kind="second_factor_asked",
            recipient=user.email,
            user_id=str(user.pk),
            language=user.language or own.language or settings.LANGUAGE_CODE,
            organization=str(own.pk),
        )
