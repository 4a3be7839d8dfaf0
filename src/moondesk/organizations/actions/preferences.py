"""What members choose for themselves in one organization."""

from enum import StrEnum

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.events import MemberChanged
from moondesk.organizations.models import Member


class WatchMails(StrEnum):
    """Of what a member is mailed on the tickets they watch."""

    ALL = "all"
    CUSTOMER = "customer"
    NONE = "none"


def choose_watch_mails(wanted: str, *, by: Actor) -> WatchMails:
    """Mail the actor of all that is written on tickets they watch, of what customers write there, or of nothing."""
    if by.member_id is None:
        raise NotAllowed(_("Only members watch tickets."))
    try:
        chosen = WatchMails(wanted)
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidOrganization(text, fields={"mails": text}) from None
    member = Member.objects.select_for_update(of=("self",)).get(pk=by.member_id)
    if member.watch_mails != chosen:
        old, member.watch_mails = member.watch_mails, chosen.value
        member.save(update_fields=["watch_mails"])
        emit(MemberChanged(subject_id=member.pk, field="watch_mails", old=old, new=chosen.value), by=by)
    return chosen
