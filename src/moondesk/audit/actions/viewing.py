"""Looking at the desk as another does: with a reason, for a while, told to whom it concerns, and changing nothing."""

import datetime

from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.audit.errors import InvalidViewing
from moondesk.audit.events import ViewingBegan, ViewingEnded
from moondesk.audit.models import Viewing
from moondesk.audit.rules import LONGEST_REASON, VIEWING_MINUTES
from moondesk.events.actions import emit
from moondesk.events.doer import Doer
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.lines import line_problem
from moondesk.kit.tenancy import current_organization_id
from moondesk.organizations.actions.giving import check_reach
from moondesk.organizations.actor import Actor, ActorKind, Door
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission, Role, permissions_of
from moondesk.organizations.queries import member_actor


def check_eyes(member: Member, *, by: Actor) -> Actor:
    """Return a member as one who acts, if the actor sees all that they see. Raises ``NotAllowed``."""
    by.require(Permission.MEMBER_VIEW_AS)
    check_reach(member, by=by)
    if not by.may(Permission.TICKET_VIEW_ALL):
        raise NotAllowed(_("They see tickets that you do not see."))
    return member_actor(member)


def begin_viewing(member: Member, reason: str, *, by: Actor) -> Viewing:
    """Let the actor look at the desk as a member does. Raises ``InvalidViewing`` or ``NotAllowed``."""
    theirs = check_eyes(member, by=by)
    if by.kind is not ActorKind.MEMBER or by.member_id is None:
        raise NotAllowed(_("Only a member can look with another's eyes."))
    if member.pk == by.member_id or not member.is_active or not theirs.may(Permission.DESK_OPEN):
        text = _("Choose another member who works at the desk.")
        raise InvalidViewing(text, fields={"": text})
    return _begin(Viewing(viewer_id=by.member_id, viewer_label=by.label, member=member), reason, by=by)


def enter_as_operator(user: User, reason: str) -> Viewing:
    """Let the operator of the installation look into the organization in context. Raises ``InvalidViewing``."""
    by = operator_actor(user)
    return _begin(Viewing(operator_id=user.pk, viewer_label=by.label), reason, by=by)


def _begin(viewing: Viewing, reason: str, *, by: Doer) -> Viewing:
    problem = line_problem(reason, LONGEST_REASON)
    if problem:
        text = {
            "empty": _("Say why."),
            "too_long": _("Keep it under %(most)s characters.") % {"most": LONGEST_REASON + 1},
        }.get(problem, _("It has characters that cannot be shown."))
        raise InvalidViewing(text, fields={"reason": text})
    viewing.reason = reason.strip()
    viewing.ends_at = now() + datetime.timedelta(minutes=VIEWING_MINUTES)
    viewing.save(force_insert=True)
    began = ViewingBegan(
        subject_id=viewing.pk,
        member=str(viewing.member_id or ""),
        label=viewing.member.name if viewing.member else "",
        reason=viewing.reason,
        minutes=VIEWING_MINUTES,
    )
    emit(began, by=by)
    return viewing


def end_viewing(viewing: Viewing, *, by: Doer, how: str = "ended") -> None:
    """End it, once."""
    if not Viewing.objects.filter(pk=viewing.pk, ended_at=None).update(ended_at=now()):
        return
    label = viewing.member.name if viewing.member else ""
    emit(ViewingEnded(subject_id=viewing.pk, member=str(viewing.member_id or ""), label=label, how=how), by=by)


def end_overdue() -> None:
    """End those whose time is over."""
    overdue = Viewing.objects.filter(ended_at=None, ends_at__lte=now()).select_related("member", "viewer")
    for viewing in overdue.order_by("pk")[:200]:
        end_viewing(viewing, by=doer_of(viewing), how="time")


def doer_of(viewing: Viewing) -> Actor:
    """Return who looks, as the log remembers them."""
    kind = ActorKind.MEMBER if viewing.viewer_id else ActorKind.OPERATOR
    return _bare(kind, viewing.viewer_id or viewing.operator_id, viewing.viewer_label)


def _bare(kind: ActorKind, pk: object, label: str) -> Actor:
    return Actor(current_organization_id(), kind, pk, label, frozenset(), Door.DESK)  # type: ignore[arg-type]


def operator_actor(user: User) -> Actor:
    """Return the operator of the installation in the organization in context: they see what a viewer sees."""
    return Actor(
        organization_id=current_organization_id(),
        kind=ActorKind.OPERATOR,
        id=user.pk,
        label=f"{user.get_full_name()} ({user.email})"[:254],
        permissions=permissions_of([Role.VIEWER.value]),
        door=Door.CONSOLE,
        is_staff=True,
    )
