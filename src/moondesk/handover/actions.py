"""Members who go: their tickets go to others, their doors close."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from moondesk.bulk.actions import NewBulk, start_bulk
from moondesk.bulk.models import BulkChange
from moondesk.bulk.rules import Operation
from moondesk.events.actions import emit
from moondesk.handover.queries import belongings_of
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actions import set_active
from moondesk.organizations.actions.giving import check_reach
from moondesk.organizations.actions.members import close_membership
from moondesk.organizations.actions.offers import lock_sides
from moondesk.organizations.actions.transfer import take_over
from moondesk.organizations.actor import Actor
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.events import MemberLeft
from moondesk.organizations.models import Member
from moondesk.organizations.people import get_member
from moondesk.organizations.permissions import Permission, held_by
from moondesk.organizations.transfer_rules import LEAVES
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.rules import ACTIVE_STAGES
from moondesk.timekeeping.actions.timers import pause_timers_of


@dataclass(frozen=True)
class Heirs:
    """Who gets a member's open tickets: ``everything`` but what ``departments`` says otherwise; None is nobody.

    A ticket that nobody gets waits unassigned in its department.
    """

    everything: Member | None = None
    departments: Mapping[uuid.UUID, Member | None] = field(default_factory=dict)


def deactivate_member(member: Member, heirs: Heirs, *, by: Actor) -> list[BulkChange]:
    """Close the door for a member and have a worker hand their open tickets on; returns those changes.

    Their running timers pause, their tokens are revoked. Raises ``LastOwner``, ``MoreThanOwn``, or
    ``InvalidOrganization`` for an heir who cannot have tickets.
    """
    by.require(Permission.MEMBER_MANAGE)
    lock_sides(member.pk)  # before their timers, in the order of who starts one
    _check_heirs(member, heirs)
    belongings = belongings_of(member, by)
    pause_timers_of(member, by=by)
    set_active(member, False, by=by)
    if not belongings.tickets or not by.may(Permission.TICKET_ASSIGN):
        return []
    present = {share.department.pk for share in belongings.shares if share.department is not None}
    groups: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    for department, heir in heirs.departments.items():
        if department in present and heir != heirs.everything:
            groups[heir.pk if heir else None].append(department)
    changes = [_hand_on(member, heir, by, departments=tuple(places)) for heir, places in groups.items()]
    apart = {place for places in groups.values() for place in places}
    if any(share.department is None or share.department.pk not in apart for share in belongings.shares):
        # Last, and of all departments: whoever could not get theirs before is not left with a closed door.
        changes.append(_hand_on(member, heirs.everything.pk if heirs.everything else None, by))
    return changes


def _hand_on(
    member: Member, heir: uuid.UUID | None, by: Actor, *, departments: tuple[uuid.UUID, ...] = ()
) -> BulkChange:
    question = ListQuery(assignee=(member.pk,), stage=ACTIVE_STAGES, department=departments)
    given = {"assignee": str(heir) if heir else None}
    return start_bulk(NewBulk(Operation.ASSIGNEE, given, question=question), by=by)


def _check_heirs(member: Member, heirs: Heirs) -> None:
    for heir in [one for one in (heirs.everything, *heirs.departments.values()) if one is not None]:
        if heir.pk == member.pk or not heir.is_active or Permission.TICKET_UPDATE not in held_by(heir):
            text = _("%(name)s cannot be given tickets.") % {"name": heir.name}
            raise InvalidOrganization(text, fields={"tickets_to": text})


def leave_organization(*, by: Actor) -> None:
    """Let a member go of their own accord; their open tickets become unassigned. Raises ``LastOwner``."""
    if by.member_id is None:
        raise NotAllowed(_("Only a member can leave."))
    lock_sides(by.member_id)
    _let_go(get_member(by.member_id), by=by)


def send_away(member: Member, *, by: Actor) -> None:
    """Let a member go of whom another system says that they left; their open tickets become unassigned.

    Raises ``LastOwner`` or ``MoreThanOwn``.
    """
    by.require(Permission.MEMBER_MANAGE)
    check_reach(member, by=by)
    _let_go(member, by=by)


def accept_ownership(*, by: Actor) -> None:
    """Make who acts owner of the organization that is offered to them; who offered it leaves if they said so.

    Raises ``NoTransfer``, ``ProofNeeded`` for a token, or ``TransferBlocked``.
    """
    offer = take_over(by=by)
    if offer.keeps == LEAVES:
        _let_go(get_member(offer.offered_by_id), by=by)


def _let_go(member: Member, *, by: Actor) -> None:
    pause_timers_of(member, by=by)
    close_membership(member, by=by)
    emit(MemberLeft(subject_id=member.pk, label=member.name), by=by)
