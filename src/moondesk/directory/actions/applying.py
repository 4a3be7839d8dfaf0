"""Making of the directory's people what the rules say: joiners, movers, leavers. Conflicts are shown, never guessed."""

import datetime
import uuid
from collections.abc import Sequence

import structlog
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.directory.actions.steps import carry_out, directory_actor
from moondesk.directory.errors import TooManyLeavers
from moondesk.directory.events import DirectoryApplyingBegun, DirectoryLeaversHeld, DirectoryPeopleWait
from moondesk.directory.models import DirectoryPerson, DirectorySetup
from moondesk.directory.queries import Planned, left_since, lock_people, lock_setup, plan, setup
from moondesk.directory.rules import MOST_AT_ONCE, StepKind, leaver_limit
from moondesk.events.actions import emit
from moondesk.events.queries import last_event, told_of
from moondesk.jobs.rounds import going_on
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError, TooMany
from moondesk.organizations.actor import Actor, ActorKind, system_actor
from moondesk.organizations.features import Feature
from moondesk.organizations.models import Member
from moondesk.organizations.switches import is_off

log = structlog.get_logger(__name__)

_DUE = (StepKind.JOIN, StepKind.MOVE, StepKind.LEAVE)
_WINDOW = datetime.timedelta(days=1)
_AFTER_DEADLOCK = 30
_DEADLOCK = "40P01"
_SWITCHED_OFF = 3600


def apply_to(people: Sequence[DirectoryPerson], *, by: Actor) -> bool:
    """Carry out what becomes of these people, who came locked, if the directory is switched on.

    When more would leave within a day than go unasked, nobody leaves until somebody confirms it (``switch``): then it
    returns True.
    """
    used = setup()
    if not used.is_on or not people:
        return False
    planned = plan(people)
    if _leavers(planned):
        used = lock_setup()
    leavers, limit = _leavers(planned), _unasked_left(used)
    holds = leavers > limit
    if holds:
        emit(DirectoryLeaversHeld(subject_id=used.pk, leavers=leavers, limit=limit), by=by)
    here, later = _split(_due(planned, leavers=not holds), unasked=True)
    _carry_out(used, here, later, unasked=True, by=by)
    return holds


def apply_all(*, by: Actor, however_many: bool = False, used: DirectorySetup | None = None) -> None:
    """Carry out what becomes of everybody; of many, a worker does. ``used`` is the setup where it is not kept yet.

    Raises ``TooManyLeavers`` when so many would leave that the directory may be wrong, unless ``however_many``.
    """
    used = used or setup()
    if not used.is_on:
        return
    here, later = _split(_due(plan(), leavers=True), unasked=not however_many)
    here = _due(plan(lock_people(Q(pk__in=[one.person.pk for one in here]))), leavers=True)
    if not however_many and _leavers(here):
        lock_setup()
    check_leavers(here, however_many=however_many)
    _carry_out(used, here, later, unasked=not however_many, by=by)


def apply_part(after: uuid.UUID | None, *, leavers: bool, unasked: bool) -> uuid.UUID | None:
    """Carry out what becomes of the next people in the order of their ids; returns behind whom to go on, if at all.

    Of those who would leave it is only what somebody confirmed, and not once others are held since.
    """
    used = setup()
    people = lock_people(Q(pk__gt=after) if after else Q(), MOST_AT_ONCE)
    if not used.is_on or not people:
        return None
    acting = directory_actor(used, system_actor(tenancy.current_organization_id()))
    if is_off(Feature.DIRECTORY):
        _wait(used, [_SWITCHED_OFF], leavers=leavers, unasked=unasked, by=acting)
        return None
    planned = plan(people)
    if _leavers(planned):
        leavers = leavers and not unasked and _is_confirmed(lock_setup())
    waits: list[int] = []
    for one in _due(planned, leavers=leavers):
        # Whoever cannot be carried out keeps their place in the plan; those behind them must not wait for it.
        with going_on("directory", person=str(one.person.pk)):
            waits += _try(one, unasked=unasked, by=acting, is_worker=True)
    _wait(used, waits, leavers=leavers, unasked=unasked, by=acting)
    return people[-1].pk


def _try(one: Planned, *, unasked: bool, by: Actor, is_worker: bool = False, by_clock: bool = False) -> list[int]:
    """Carry out what becomes of one; returns in how many seconds to try again if invitations, or a deadlock, wait.

    By the clock nobody waits for an answer: one with whom it cannot be done is noted and keeps nobody else from it.
    """
    try:
        with transaction.atomic():
            carry_out(one, unasked=unasked, by=by)
    except TooMany as error:
        return [int(error.extra["retry_after"])]
    except DomainError as error:
        if not by_clock:
            raise
        log.warning("directory person not carried out", person=str(one.person.pk), code=error.code)
        one.person.refused = error.message
    except OperationalError as error:
        if not is_worker or getattr(error.__cause__, "sqlstate", "") != _DEADLOCK:
            raise
        return [_AFTER_DEADLOCK]
    return []


def _wait(used: DirectorySetup, waits: Sequence[int], *, leavers: bool, unasked: bool, by: Actor) -> None:
    """Have a worker go through everybody once more as soon as that helps one of them, unless one will anyway."""
    if not waits:
        return
    last = last_event(used.pk, DirectoryPeopleWait.name)
    is_coming = last is not None and last.created_at + datetime.timedelta(seconds=last.data["seconds"]) > now()
    if last is None or not is_coming or (leavers and not last.data["leavers"]):
        emit(DirectoryPeopleWait(subject_id=used.pk, seconds=min(waits), leavers=leavers, unasked=unasked), by=by)


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


def _split(due: Sequence[Planned], *, unasked: bool) -> tuple[list[Planned], list[Planned]]:
    """Return what is done at once and what a worker does.

    Who leaves unasked was counted now: a worker would take along whoever is held by the time it comes to them.
    """
    if len(due) <= MOST_AT_ONCE:
        return list(due), []
    here = [one for one in due if unasked and one.step.kind is StepKind.LEAVE]
    return here, [one for one in due if not (unasked and one.step.kind is StepKind.LEAVE)]


def _is_confirmed(used: DirectorySetup) -> bool:
    """Say whether nobody who would leave was held since somebody last confirmed that many leave."""
    told = told_of(used.pk, [DirectoryLeaversHeld.name, DirectoryApplyingBegun.name])
    last = next((one for one in told if one.name == DirectoryLeaversHeld.name or one.data["leavers"]), None)
    return last is not None and last.name == DirectoryApplyingBegun.name


def _carry_out(
    used: DirectorySetup, here: Sequence[Planned], later: Sequence[Planned], *, unasked: bool, by: Actor
) -> None:
    if later:
        begun = DirectoryApplyingBegun(subject_id=used.pk, people=len(later), leavers=not unasked, unasked=unasked)
        emit(begun, by=by)
    acting = directory_actor(used, by)
    by_clock = by.kind is ActorKind.SYSTEM
    waits = [wait for one in here for wait in _try(one, unasked=unasked, by=acting, by_clock=by_clock)]
    _wait(used, waits, leavers=False, unasked=unasked, by=acting)
