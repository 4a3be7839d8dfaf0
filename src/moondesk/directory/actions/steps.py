"""What the directory's people become, one at a time: joiners, movers, leavers, each written down."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from moondesk.accounts.actions import claim_account, make_account
from moondesk.channels.actions import send_invitation
from moondesk.directory.events import DirectoryPersonConnected
from moondesk.directory.models import DirectoryEntry, DirectoryPerson, DirectorySetup
from moondesk.directory.queries import Planned
from moondesk.directory.rules import LABEL, Done, StepKind
from moondesk.events.actions import emit
from moondesk.handover.actions import send_away
from moondesk.kit.clock import now
from moondesk.organizations import actions as members
from moondesk.organizations.actions.offers import lock_sides
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.domains import domain_of, is_proven
from moondesk.organizations.models import Department, Member, MemberDepartment
from moondesk.organizations.people import get_member


def directory_actor(used: DirectorySetup, by: Actor) -> Actor:
    """Return the directory as one who acts, on behalf of whoever set it up."""
    return replace(system_actor(by.organization_id, door=by.door), label=LABEL, member_id=used.set_up_by_id)


def carry_out(planned: Planned, *, unasked: bool, by: Actor) -> None:
    """Do with one person what is planned, and write it down; ``unasked`` says that nobody here confirmed it."""
    person, step = planned.person, planned.step
    new: dict[str, Any] = {"role": step.role, "departments": _names(Department.objects.filter(pk__in=step.departments))}
    lock_sides(person.member_id)
    if step.kind is StepKind.JOIN:
        done, old = _join(planned, by=by), {}
    else:
        member = get_member(person.member_id)  # type: ignore[arg-type]
        places = MemberDepartment.objects.filter(member=member).values_list("department", flat=True)
        old = {"role": member.roles[0], "departments": _names(Department.objects.filter(pk__in=places))}
        done, new = (Done.LEFT, {}) if step.kind is StepKind.LEAVE else (Done.MOVED, new)
        _leave(person, member, by=by) if done is Done.LEFT else _move(planned, member, by=by)
    DirectoryEntry.objects.create(
        done=done.value,
        name=planned.facts.name or person.user_name[:120],
        email=person.email,
        member_id=person.member_id,
        old=old,
        new=new,
        unasked=unasked,
    )
    if person.gone_at is not None:
        person.delete()


def _names(departments: Iterable[Department]) -> list[str]:
    return [one.name for one in departments]


def _leave(person: DirectoryPerson, member: Member, *, by: Actor) -> None:
    send_away(member, by=by)
    person.sent_away = True
    person.save(update_fields=["sent_away"])


def _move(planned: Planned, member: Member, *, by: Actor) -> None:
    person, step = planned.person, planned.step
    if not member.is_active:
        members.set_active(member, True, by=by)
        person.sent_away = False
        person.save(update_fields=["sent_away"])
    if member.roles != [step.role]:
        members.change_role(member, step.role, by=by)
    members.change_departments(member, sorted(step.departments), by=by)


def _join(planned: Planned, *, by: Actor) -> Done:
    """Let somebody in: at once where the organization proved the domain of their address, else by an invitation."""
    person, facts, step = planned.person, planned.facts, planned.step
    departments = list(Department.objects.filter(pk__in=step.departments))
    if is_proven(domain_of(facts.email)):
        user = claim_account(facts.email) or make_account(facts.email, facts.name)
        connect_member(person, members.add_member(user, roles=[step.role], departments=departments, by=by), by=by)
        return Done.JOINED
    invited = members.invite_member(facts.email, step.role, by=by, departments=departments, name=facts.name)
    send_invitation(*invited)
    person.invited_at = now()
    person.save(update_fields=["invited_at"])
    return Done.INVITED


def connect_member(person: DirectoryPerson, member: Member, *, by: Actor) -> None:
    """Write down which member a person of the directory is."""
    person.member = member
    person.save(update_fields=["member"])
    emit(DirectoryPersonConnected(subject_id=person.pk, user_name=person.user_name), by=by)
