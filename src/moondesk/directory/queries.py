"""Reading the directory: its people and groups, the rules, and what they would make of everybody."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.directory.errors import GroupNotFound, PersonNotFound, RuleNotFound
from moondesk.directory.models import (
    DirectoryEntry,
    DirectoryGroup,
    DirectoryMembership,
    DirectoryPerson,
    DirectoryRule,
    DirectorySetup,
)
from moondesk.directory.rules import (
    Done,
    Facts,
    PersonRule,
    Problem,
    RuleKind,
    Source,
    Standing,
    Step,
    StepKind,
    facts_of,
    step_of,
    wanted_of,
)
from moondesk.organizations.models import Member, MemberDepartment
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.roles import permissions_by_key


@dataclass(frozen=True)
class Planned:
    """One person of the directory and what becomes of them."""

    person: DirectoryPerson
    facts: Facts
    step: Step
    standing: Standing | None = None
    """What the member is now who they are."""


def setup() -> DirectorySetup:
    """Return how the directory is used; before anybody set it up, a row that is not kept yet."""
    return DirectorySetup.objects.first() or DirectorySetup()


def lock_setup() -> DirectorySetup:
    """Return how the directory is used, so that leavers are counted one after the other. Lock people before it."""
    hold_organization()
    return DirectorySetup.objects.select_for_update(of=("self",)).get()


def get_person(person_id: uuid.UUID, *, lock: bool = False) -> DirectoryPerson:
    """Return one person, to be changed with ``lock``; also one whose leaving waits. Raises ``PersonNotFound``."""
    if lock:
        hold_organization()
    rows = DirectoryPerson.objects.select_for_update(of=("self",)) if lock else DirectoryPerson.objects
    found = rows.filter(pk=person_id).first()
    if found is None:
        raise PersonNotFound(_("The directory has no such person."))
    return found


def get_group(group_id: uuid.UUID, *, lock: bool = False) -> DirectoryGroup:
    """Return one group, to be changed with ``lock``. Raises ``GroupNotFound``."""
    if lock:
        hold_organization()
    rows = DirectoryGroup.objects.select_for_update(of=("self",)) if lock else DirectoryGroup.objects
    found = rows.filter(pk=group_id).first()
    if found is None:
        raise GroupNotFound(_("The directory has no such group."))
    return found


def rows_of[R: DirectoryPerson | DirectoryGroup](
    kind: type[R], source: Source, lookups: Mapping[str, str]
) -> "QuerySet[R]":
    """Return the people or groups that a source wrote, in the order in which they came."""
    rows: QuerySet[Any] = kind.objects.filter(source=source.value, **lookups).order_by("created_at", "id")
    return rows.filter(gone_at=None) if kind is DirectoryPerson else rows


def lock_people(wanted: Q, most: int | None = None) -> list[DirectoryPerson]:
    """Return people in the order of their ids, who change for nobody else before the transaction ends."""
    hold_organization()
    return list(DirectoryPerson.objects.select_for_update(of=("self",)).filter(wanted).order_by("id")[:most])


def left_since(moment: datetime.datetime) -> int:
    """Return how many left since then because a directory said so and nobody here confirmed it."""
    return DirectoryEntry.objects.filter(done=Done.LEFT.value, unasked=True, created_at__gt=moment).count()


def find_people(query: str) -> "QuerySet[DirectoryPerson]":
    """Return the people whose user name or address has these letters, all of them without any."""
    everybody = DirectoryPerson.objects.all()
    return everybody.filter(Q(user_name__icontains=query) | Q(email__icontains=query)) if query else everybody


def latest_entries(most: int = 50) -> list[DirectoryEntry]:
    """Return what the directory brought about lately, the last first."""
    return list(DirectoryEntry.objects.all()[:most])


def people_to_page() -> "QuerySet[DirectoryPerson]":
    """Return all people, to be read page by page."""
    return DirectoryPerson.objects.all()


def places_of(*, people: Sequence[uuid.UUID] = (), groups: Sequence[uuid.UUID] = ()) -> Iterable[DirectoryMembership]:
    """Return who is in which group, of these people or in these groups."""
    if not people and not groups:
        return ()
    places = DirectoryMembership.objects.select_related("group").order_by("id")
    return places.filter(person__in=people) if people else places.filter(group__in=groups)


def get_rule(rule_id: uuid.UUID) -> DirectoryRule:
    """Return one rule. Raises ``RuleNotFound``."""
    found = DirectoryRule.objects.filter(pk=rule_id).first()
    if found is None:
        raise RuleNotFound(_("There is no such rule any more."))
    return found


def all_rules() -> list[DirectoryRule]:
    """Return the rules in their order."""
    return list(DirectoryRule.objects.select_related("department"))


def all_groups() -> list[tuple[DirectoryGroup, int]]:
    """Return the groups by name, each with how many people it has."""
    crowd = Counter(DirectoryMembership.objects.values_list("group_id", flat=True))
    return [(one, crowd[one.pk]) for one in DirectoryGroup.objects.all()]


def plan(
    people: Iterable[DirectoryPerson] | None = None, rules: Sequence[DirectoryRule] | None = None
) -> list[Planned]:
    """Return what becomes of people of the directory, or of all of them, in as many statements as for one.

    With ``rules`` it is what would become of them by these.
    """
    chosen = list(DirectoryPerson.objects.all() if people is None else people)
    groups = _groups_of(chosen)
    mappings = [_mapping(one) for one in (all_rules() if rules is None else rules)]
    facts = {one.pk: facts_of(one.document, groups.get(one.pk, ())) for one in chosen}
    emails = {one.email for one in facts.values() if one.email}
    standings = _standings(chosen, emails)
    doubled, known = _doubled(emails), permissions_by_key()
    planned = []
    for person in chosen:
        about = facts[person.pk]
        mine, namesake = standings.get(person.member_id), standings.get(about.email)
        step = step_of(about, wanted_of(mappings, about), mine, namesake, invited=person.invited_at is not None)
        if mine is None and step.kind in (StepKind.JOIN, StepKind.INVITED) and about.email in doubled:
            step = Step(StepKind.CONFLICT, step.role, step.departments, Problem.SAME_ADDRESS)
        if step.role and step.role not in known:
            step = Step(StepKind.CONFLICT, problem=Problem.NO_ROLE)
        if person.left_out:
            step = Step(StepKind.OUTSIDE)
        planned.append(Planned(person, about, step, mine))
    return planned


def _mapping(rule: DirectoryRule) -> PersonRule:
    return PersonRule(RuleKind(rule.kind), rule.attribute, rule.value, rule.role, rule.department_id)


def _groups_of(people: list[DirectoryPerson]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    rows = DirectoryMembership.objects.filter(person__in=[one.pk for one in people])
    for person_id, name in rows.values_list("person_id", "group__name"):
        found.setdefault(person_id, []).append(name)
    return found


def _standings(people: list[DirectoryPerson], emails: set[str]) -> dict[uuid.UUID | str | None, Standing]:
    """Return what members are, by their id and by their address."""
    connected = [one.member_id for one in people if one.member_id]
    sent_away = {one.member_id for one in people if one.sent_away}
    members = list(Member.objects.select_related("user").filter(Q(pk__in=connected) | Q(user__email__in=emails)))
    places: dict[uuid.UUID, set[uuid.UUID]] = {}
    rows = MemberDepartment.objects.filter(member__in=[one.pk for one in members])
    for member_id, department_id in rows.values_list("member_id", "department_id"):
        places.setdefault(member_id, set()).add(department_id)
    found: dict[uuid.UUID | str | None, Standing] = {}
    for one in members:
        standing = Standing(
            member_id=one.pk,
            is_active=one.is_active,
            is_owner=Role.OWNER in one.roles,
            roles=tuple(one.roles),
            departments=frozenset(places.get(one.pk, ())),
            sent_away=one.pk in sent_away,
        )
        found[one.pk] = found[one.user.email] = standing
    return found


def _doubled(emails: set[str]) -> set[str]:
    rows = DirectoryPerson.objects.filter(email__in=emails, left_out=False).values_list("email", flat=True)
    return {email for email, times in Counter(rows).items() if times > 1}
