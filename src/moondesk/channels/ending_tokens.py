"""Telling of API tokens that end soon: a week before, and a day before, once each."""

from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.rules import Kind
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.tenancy import current_organization_id
from moondesk.organizations.actor import system_actor
from moondesk.organizations.events import TokenEnding
from moondesk.organizations.models import ApiToken
from moondesk.organizations.people import tokens_to_tell_of, who_may
from moondesk.organizations.permissions import Permission
from moondesk.organizations.rules import warning_of_end

_BATCH = 100


def tell_of_ending() -> bool:
    """Tell of the tokens of the organization in context that end soon; says whether there may be more."""
    found = tokens_to_tell_of(_BATCH)
    for token in found:
        _tell(token)
    return len(found) == _BATCH


def _tell(token: ApiToken) -> None:
    ends = token.expires_at or now()
    warning = warning_of_end(ends - now(), ends - token.created_at)
    token.warned_days = warning.days
    token.save(update_fields=["warned_days"])
    if not warning.is_news:
        return
    event = emit(
        TokenEnding(subject_id=token.pk, label=token.name, days=warning.days),
        by=system_actor(current_organization_id()),
    )
    managing = who_may(Permission.TOKEN_MANAGE)
    told = managing if token.member is None else [token.member] if token.member.user.is_active else []
    for member in told:
        put_in_outbox(About(Kind.TOKEN_ENDING, event.pk, member=member), member.user.email)
