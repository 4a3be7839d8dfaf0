"""Telling people by mail of tokens that programs made: a page is looked at by whoever makes one, the API is not."""

from django.conf import settings

from moondesk.events.models import Event
from moondesk.events.registry import organizations_of, reacts
from moondesk.limits.actions import Limit, count
from moondesk.organizations.actor import Door
from moondesk.organizations.events import TokenCreated
from moondesk.organizations.people import find_token, who_may
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.web.account.jobs import deliver_account_mail

_ONCE = Limit("token.told", 1, 7 * 24 * 3600)
_TO_ONE = Limit("token.told.member", 20, 3600)


@reacts([TokenCreated], of=organizations_of)
def tell_of_a_token_made_by_the_api(event: Event) -> None:
    """Mail whose token it is, or for one of the organization's own those who manage them, in their language."""
    token = find_token(event.subject_id)
    if event.door != Door.API or token is None or count(_ONCE, str(event.pk)).over:
        return
    own = current_organization()
    for member in [token.member] if token.member else who_may(Permission.TOKEN_MANAGE):
        user = member.user
        if not user.is_active or count(_TO_ONE, str(member.pk)).over:
            continue
        deliver_account_mail.enqueue(
            kind="token_made",
            recipient=user.email,
            user_id=str(user.pk),
            language=user.language or own.language or settings.LANGUAGE_CODE,
            organization=str(own.pk),
            about=str(token.pk),
        )
