"""Muting by one press the mails of a kind that one gets as a member (RFC 8058).

The link is signed and names the member and the kind, so it works for whoever got such a mail and does nothing else.
Looking at it changes nothing: programs that read mails open links, too.
"""

import uuid
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from moondesk.channels.models import OutgoingMail
from moondesk.organizations.actions.preferences import MemberMail, turn_mail
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.queries import acting_member
from moondesk.portals.queries import home_of

_KINDS = frozenset(kind.value for kind in MemberMail)
_signer = signing.Signer(salt="moondesk.mail.muting")


@dataclass(frozen=True)
class Muting:
    """Which mails a link would mute, and for whom."""

    actor: Actor
    kind: MemberMail
    is_muted: bool


def muting_link(mail: OutgoingMail, organization: Organization) -> str:
    """Return the link in a mail; empty for one that is not of a kind that members can mute."""
    if mail.member_id is None or mail.kind not in _KINDS:
        return ""
    mark = _signer.sign(f"{mail.member_id.hex}-{mail.kind}")
    return f"{home_of(organization)}/mute/{mark}"


def muting_of(mark: str) -> Muting | None:
    """Return what a link would mute; None for one that is not ours, or of somebody who works here no more."""
    try:
        member_id, _dash, kind = _signer.unsign(mark).partition("-")
        member, mail_kind = uuid.UUID(member_id), MemberMail(kind)
    except (signing.BadSignature, ValueError):
        return None
    actor = acting_member(member)
    if actor is None:
        return None
    off = Member.objects.values_list("mails_off", flat=True).get(pk=member)
    return Muting(actor.through(Door.MAIL), mail_kind, is_muted=mail_kind.value in off)


def mute(muting: Muting, *, on: bool) -> None:
    """Mute the mails, or with ``on`` let them come again; a second time does nothing."""
    turn_mail(muting.kind, on=on, by=muting.actor)


def why_muted(kind: str, member: Member | None) -> str:
    """Return why a mail does not go to a member who muted its kind, or nothing."""
    is_muted = member is not None and kind in _KINDS and kind in member.mails_off
    return _("This person does not want mails of this kind.") if is_muted else ""
