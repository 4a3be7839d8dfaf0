"""Making of the directory's people what the rules say: joiners, movers, leavers. Conflicts are shown, never guessed."""

import datetime
import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.directory.actions.steps import carry_out, directory_actor
from moondesk.directory.errors import TooManyLeavers
from moondesk.directory.events import DirectoryApplyingBegun, DirectoryLeaversHeld
from moondesk.directory.models import DirectoryPerson, DirectorySetup
from moondesk.directory.queries import Planned, left_since, lock_people, plan, setup
from moondesk.directory.rules import MOST_AT_ONCE, StepKind, leaver_limit
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.models import Member

_DUE = (StepKind.JOIN, StepKind.MOVE, StepKind.LEAVE)
_WINDOW = datetime.timedelta(days=1)


def apply_to(people: Sequence[DirectoryPerson], *, by: Actor) -> bool:
    """Carry out what becomes of these people, who came locked, if the directory is switched on.

    When more would leave within a day than go unasked, nobody leaves until somebody confirms it (``switch``): then it
    returns True.
    """
    used = setup()
    if not used.is_on or not people:
        return False
    planned = plan(people)
    leavers, limit = _leavers(planned), _unasked_left(used)
    holds = leavers > limit
    if holds:
        emit(DirectoryLeaversHeld(subject_id=used.pk, leavers=leavers, limit=limit), by=by)
    _carry_out(used, _due(planned, leavers=not holds), leavers=not holds, unasked=True, by=by)
    return holds


def apply_all(*, by: Actor, however_many: bool = False) -> None:
    """Carry out what becomes of everybody; of many, a worker does.

    Raises ``TooManyLeavers`` when so many would leave that the directory may be wrong, unless ``however_many``.
    """
    used = setup()
    if not used.is_on:
        return
    planned = plan()
    check_leavers(planned, however_many=however_many)
    due = _due(planned, leavers=True)
    if len(due) <= MOST_AT_ONCE:
        due = _due(plan(lock_people(Q(pk__in=[one.person.pk for one in due]))), leavers=True)
    _carry_out(used, due, leavers=True, unasked=not however_many, by=by)


def apply_part(after: uuid.UUID | None, *, leavers: bool, unasked: bool) -> uuid.UUID | None:
    """Carry out what becomes of the next people in the order of their ids; returns behind whom to go on, if at all."""
    used = setup()
    people = lock_people(Q(pk__gt=after) if after else Q(), MOST_AT_ONCE)
    if not used.is_on or not people:
        return None
    acting = directory_actor(used, system_actor(tenancy.current_organization_id()))
    last = people[-1].pk
    for one in _due(plan(people), leavers=leavers):
        carry_out(one, unasked=unasked, by=acting)
    return last


def too_many_leave(planned: Sequence[Planned]) -> bool:
    """Say whether more would leave than go unasked."""
    return _leavers(planned) > _unasked_left(setup())


def check_leavers(planned: Sequence[Planned], *, however_many: bool) -> None:
    """Raise ``TooManyLeavers`` when more would leave than go unasked."""
    leavers, limit = _leavers(planned), _unasked_left(setup())
    if too_many_leave(planned) and not however_many:
        text = _("%(leavers)s people would leave at once. Look at them and confirm.") % {"leavers": leavers}
        raise TooManyLeavers(text, extra={"leavers": leavers, "limit": limit})


def _unasked_left(used: DirectorySetup) -> int:
    """Return how many more may leave unasked, so soon after those who did within a day or since it was switched."""
    lately = left_since(max(now() - _WINDOW, used.changed_at))
    return max(0, leaver_limit(Member.objects.filter(is_active=True).count() + lately) - lately)


def _leavers(planned: Sequence[Planned]) -> int:
    return sum(one.step.kind is StepKind.LEAVE for one in planned)


def _due(planned: Sequence[Planned], *, leavers: bool) -> list[Planned]:
    return [one for one in planned if one.step.kind in _DUE and (leavers or one.step.kind is not StepKind.LEAVE)]


def _carry_out(used: DirectorySetup, due: Sequence[Planned], *, leavers: bool, unasked: bool, by: Actor) -> None:
    if len(due) > MOST_AT_ONCE:
        begun = DirectoryApplyingBegun(subject_id=used.pk, people=len(due), leavers=leavers, unasked=unasked)
        emit(begun, by=by)
        return
    acting = directory_actor(used, by)
    for one in due:
        carry_out(one, unasked=unasked, by=acting)
