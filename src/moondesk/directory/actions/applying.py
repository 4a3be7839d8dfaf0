"""Making of the directory's people what the rules say: joiners, movers, leavers. Conflicts are shown, never guessed."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from moondesk.accounts.actions import claim_account, make_account
from moondesk.channels.actions import send_invitation
from moondesk.directory.errors import NothingToConnect, TooManyLeavers
from moondesk.directory.events import DirectoryPersonConnected
from moondesk.directory.models import DirectoryPerson, DirectorySetup
from moondesk.directory.queries import Planned, plan, setup
from moondesk.directory.rules import Step, StepKind, leaver_limit
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations import actions as members
from moondesk.organizations.actions.giving import check_reach
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.domains import domain_of, is_proven
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission

LABEL = "Directory"


def apply_to(people: Sequence[DirectoryPerson], *, by: Actor) -> list[Planned]:
    """Carry out what becomes of these people, if the directory is switched on; returns what was planned for each.

    When more would leave at once than go unasked, nobody leaves until somebody confirms it (``switch``).
    """
    used = setup()
    if not used.is_on or not people:
        return []
    planned = plan(people)
    acting = _acting(used, by)
    holds = _leavers(planned) > _limit()
    for one in planned:
        if not (holds and one.step.kind is StepKind.LEAVE):
            _carry_out(one, by=acting)
    return planned


def apply_all(*, by: Actor, however_many: bool = False) -> list[Planned]:
    """Carry out what becomes of everybody.

    Raises ``TooManyLeavers`` when so many would leave that the directory may be wrong, unless ``however_many``.
    """
    used = setup()
    if not used.is_on:
        return []
    planned = plan()
    check_leavers(planned, however_many=however_many)
    acting = _acting(used, by)
    for one in planned:
        _carry_out(one, by=acting)
    return planned


def check_leavers(planned: Sequence[Planned], *, however_many: bool) -> None:
    """Raise ``TooManyLeavers`` when more would leave than go unasked."""
    leavers, limit = _leavers(planned), _limit()
    if leavers > limit and not however_many:
        text = _("%(leavers)s people would leave at once. Look at them and confirm.") % {"leavers": leavers}
        raise TooManyLeavers(text, extra={"leavers": leavers, "limit": limit})


def _leavers(planned: Sequence[Planned]) -> int:
    return sum(one.step.kind is StepKind.LEAVE for one in planned)


def _limit() -> int:
    return leaver_limit(Member.objects.filter(is_active=True).count())


def connect(person: DirectoryPerson, *, by: Actor) -> None:
    """Say that a person of the directory is the member who has their address.

    Raises ``NothingToConnect``, or ``MoreThanOwn`` for one who may do more than the actor.
    """
    by.require(Permission.DIRECTORY_MANAGE)
    member = Member.objects.filter(user__email=person.email).first() if person.email else None
    if member is None or DirectoryPerson.objects.filter(member=member).exists():
        raise NothingToConnect(_("There is no member with this address who could be connected."))
    check_reach(member, by=by)
    _connect(person, member, by=by)
    apply_to([person], by=by)


def _acting(used: DirectorySetup, by: Actor) -> Actor:
    """Return the directory as one who acts, on behalf of whoever set it up."""
    made = system_actor(by.organization_id, door=by.door)
    return replace(made, label=LABEL, member_id=used.set_up_by_id)


def _carry_out(planned: Planned, *, by: Actor) -> None:
    person, step = planned.person, planned.step
    if step.kind is StepKind.JOIN:
        _join(planned, by=by)
    elif step.kind is StepKind.MOVE:
        _move(_member_of(person), step, by=by)
    elif step.kind is StepKind.LEAVE:
        members.set_active(_member_of(person), False, by=by)


def _member_of(person: DirectoryPerson) -> Member:
    return Member.objects.select_for_update(of=("self",)).get(pk__in=[person.member_id])


def _move(member: Member, step: Step, *, by: Actor) -> None:
    if not member.is_active:
        members.set_active(member, True, by=by)
    if member.roles != [step.role]:
        members.change_role(member, step.role, by=by)
    members.change_departments(member, sorted(step.departments), by=by)


def _join(planned: Planned, *, by: Actor) -> None:
    """Let somebody in: at once where the organization proved the domain of their address, else by an invitation."""
    person, facts, step = planned.person, planned.facts, planned.step
    if is_proven(domain_of(facts.email)):
        user = claim_account(facts.email) or make_account(facts.email, facts.name)
        departments = list(Department.objects.filter(pk__in=step.departments))
        _connect(person, members.add_member(user, roles=[step.role], departments=departments, by=by), by=by)
        return
    departments = list(Department.objects.filter(pk__in=step.departments))
    invited = members.invite_member(facts.email, step.role, by=by, departments=departments, name=facts.name)
    send_invitation(*invited)
    person.invited_at = now()
    person.save(update_fields=["invited_at"])


def _connect(person: DirectoryPerson, member: Member, *, by: Actor) -> None:
    person.member = member
    person.save(update_fields=["member"])
    emit(DirectoryPersonConnected(subject_id=person.pk, user_name=person.user_name), by=by)


def welcome(member_id: uuid.UUID) -> None:
    """Connect somebody whom the directory invited and who has joined, and give them what they shall have."""
    member = Member.objects.select_related("user").filter(pk=member_id, is_active=True).first()
    if member is None or DirectoryPerson.objects.filter(member=member).exists():
        return
    waiting = DirectoryPerson.objects.filter(email=member.user.email, member=None, invited_at__isnull=False)
    person = waiting.first()
    if person is not None and waiting.count() == 1:
        by = _acting(setup(), system_actor(member.organization_id))
        _connect(person, member, by=by)
        apply_to([person], by=by)
