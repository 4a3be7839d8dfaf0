"""What happens to an account is told in each organization that its user is a member of."""

import uuid
from dataclasses import dataclass

from moondesk.accounts.models import User, normal_email
from moondesk.accounts.queries import user_of
from moondesk.audit.actions.installation import note_installation
from moondesk.audit.events import SignInFailed
from moondesk.audit.rules import (
    FAILURES_KEPT,
    FAILURES_OF_ADDRESS,
    UNKNOWN_EVERYWHERE,
    UNKNOWN_HERE,
    WINDOW_SECONDS,
)
from moondesk.events.actions import emit
from moondesk.events.doer import Cause
from moondesk.events.registry import DomainEvent
from moondesk.kit import tenancy
from moondesk.limits.actions import Limit, count
from moondesk.organizations.actor import Door
from moondesk.organizations.queries import member_actor, member_of, memberships_of

_FAILURES = Limit("audit.failures", FAILURES_KEPT, WINDOW_SECONDS)
_OF_ADDRESS = Limit("audit.failures.address", FAILURES_OF_ADDRESS, WINDOW_SECONDS)
_UNKNOWN_HERE = Limit("audit.failures.unknown", UNKNOWN_HERE, WINDOW_SECONDS)
_UNKNOWN = Limit("audit.failures.unknown.all", UNKNOWN_EVERYWHERE, WINDOW_SECONDS)


@dataclass(frozen=True)
class Stranger:
    """Somebody of whom only is known what they called themselves."""

    label: str
    kind: str = "unknown"
    id: uuid.UUID | None = None
    door: str = Door.ACCOUNT.value
    cause: Cause | None = None


def note_user(user: User, event: DomainEvent) -> None:
    """Write what a user did to their account; one who is a member nowhere stands in the log of the installation."""
    places = memberships_of(user)
    for place in places:
        with tenancy.organization(place.organization_id):
            member = member_of(user)
            if member is not None:
                emit(event, by=member_actor(member, door=Door.ACCOUNT, departments=frozenset()))
    if not places:
        note_installation(event.name, user=user, door=Door.ACCOUNT, subject_id=user.pk, **event.data())


def note_failure(email: str, network: str) -> None:
    """Write that a sign-in failed, the first times: guessing a thousand passwords or addresses fills no log."""
    address = normal_email(email)[:254]
    if count(_FAILURES, address, network).over or count(_OF_ADDRESS, address).over:
        return
    user = user_of(address)
    places = memberships_of(user) if user else []
    if user is None or not places:
        if count(_UNKNOWN_HERE, network).over or count(_UNKNOWN).over:
            return
        note_installation(SignInFailed.name, user=None, door=Door.ACCOUNT, label=address, email=address)
        return
    for place in places:
        with tenancy.organization(place.organization_id):
            emit(SignInFailed(subject_id=user.pk, email=address), by=Stranger(address))
