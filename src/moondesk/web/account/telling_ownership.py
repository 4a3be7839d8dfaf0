"""Telling by mail that an organization is offered, and what became of it: who does not know of it can still stop it."""

from django.conf import settings

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.limits.actions import Limit, count
from moondesk.organizations.models import Member
from moondesk.organizations.people import owners
from moondesk.organizations.queries import current_organization
from moondesk.organizations.transfer import offer_by_id
from moondesk.organizations.transfer_events import (
    OwnersChanged,
    OwnershipOffered,
    OwnershipOfferEnded,
    OwnershipTransferred,
)
from moondesk.web.account.jobs import deliver_account_mail

_ONCE = Limit("ownership.told", 1, 7 * 24 * 3600)


@reacts([OwnershipOffered, OwnershipTransferred, OwnershipOfferEnded])
def mail_of_ownership(event: Event) -> None:
    """Mail to both sides and all other owners, each in their language; to who did it as well: it may not be them."""
    offer = offer_by_id(event.subject_id)
    if offer is None or count(_ONCE, str(event.pk)).over:
        return
    _mail(event, [offer.offered_by, offer.offered_to, *owners()])


@reacts([OwnersChanged])
def mail_of_owners(event: Event) -> None:
    """Mail to all owners that there are more or fewer of them, and to who became one or is none any more."""
    if not count(_ONCE, str(event.pk)).over:
        _mail(event, [*Member.objects.select_related("user").filter(pk=event.subject_id), *owners()])


def _mail(event: Event, people: list[Member]) -> None:
    own = current_organization()
    for member in {one.pk: one for one in people}.values():
        user = member.user
        deliver_account_mail.enqueue(
            kind="ownership",
            recipient=user.email,
            user_id=str(user.pk),
            language=user.language or own.language or settings.LANGUAGE_CODE,
            organization=str(own.pk),
            about=str(event.pk),
        )
