"""What members choose for themselves in one organization."""

from collections.abc import Collection
from enum import StrEnum

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.events import MemberChanged
from moondesk.organizations.models import Member
from moondesk.organizations.queries import hold_organization


class WatchMails(StrEnum):
    """Of what a member is mailed on the tickets they watch."""

    ALL = "all"
    CUSTOMER = "customer"
    NONE = "none"


class MemberMail(StrEnum):
    """A kind of mail to members that each can do without. Of watched tickets ``WatchMails`` says it."""

    ASSIGNED = "assigned"
    MENTION = "mention"
    REMINDER = "reminder"
    WOKEN = "woken"
    BULK = "bulk"
    MAILBOX = "mailbox"
    WAITING = "waiting"


def choose_watch_mails(wanted: str, *, by: Actor) -> WatchMails:
    """Mail the actor of all that is written on tickets they watch, of what customers write there, or of nothing."""
    if by.member_id is None:
        raise NotAllowed(_("Only members watch tickets."))
    try:
        chosen = WatchMails(wanted)
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidOrganization(text, fields={"mails": text}) from None
    hold_organization()
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.member_id)
    if member.watch_mails != chosen:
        old, member.watch_mails = member.watch_mails, chosen.value
        member.save(update_fields=["watch_mails"])
        emit(MemberChanged(subject_id=member.pk, field="watch_mails", old=old, new=chosen.value), by=by)
    return chosen


def choose_mails_off(off: Collection[str], *, by: Actor) -> list[str]:
    """Mail the actor no more of these kinds, and of all others. Raises ``InvalidOrganization``."""
    if by.member_id is None:
        raise NotAllowed(_("Only members are told of tickets."))
    if not set(off) <= set(MemberMail):
        text = _("Choose one of the offered values.")
        raise InvalidOrganization(text, fields={"mails_off": text})
    chosen = [kind.value for kind in MemberMail if kind.value in off]
    hold_organization()
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.member_id)
    if member.mails_off != chosen:
        old, member.mails_off = member.mails_off, chosen
        member.save(update_fields=["mails_off"])
        changed = MemberChanged(subject_id=member.pk, field="mails_off", old=", ".join(old), new=", ".join(chosen))
        emit(changed, by=by)
    return chosen


def turn_mail(kind: MemberMail, *, on: bool, by: Actor) -> None:
    """Mail the actor of one kind again, or no more."""
    if by.member_id is None:
        raise NotAllowed(_("Only members are told of tickets."))
    hold_organization()
    known = set(Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.member_id).mails_off)
    choose_mails_off(known - {kind.value} if on else known | {kind.value}, by=by)
