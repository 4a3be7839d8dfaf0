"""Telling by mail that an organization is offered, and what became of it: who does not know of it can still stop it."""

from django.conf import settings

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.limits.actions import Limit, count
from moondesk.organizations.people import owners
from moondesk.organizations.queries import current_organization
from moondesk.organizations.transfer import offer_by_id
from moondesk.organizations.transfer_events import OwnershipOffered, OwnershipOfferEnded, OwnershipTransferred
from moondesk.web.account.jobs import deliver_account_mail

_ONCE = Limit("ownership.told", 1, 7 * 24 * 3600)


@reacts([OwnershipOffered, OwnershipTransferred, OwnershipOfferEnded])
def mail_of_ownership(event: Event) -> None:
    """Mail to both sides and all other owners, each in their language; to who did it as well: it may not be them."""
    offer = offer_by_id(event.subject_id)
    if offer is None or count(_ONCE, str(event.pk)).over:
        return
    own = current_organization()
    for member in {one.pk: one for one in (offer.offered_by, offer.offered_to, *owners())}.values():
        user = member.user
        deliver_account_mail.enqueue(
            kind="ownership",
            recipient=user.email,
            user_id=str(user.pk),
            language=user.language or own.language or settings.LANGUAGE_CODE,
            organization=str(own.pk),
            about=str(event.pk),
        )
