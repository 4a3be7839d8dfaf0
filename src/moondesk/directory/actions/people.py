"""Writing down what the directory says of people and groups, and what follows from it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from moondesk.directory.actions.applying import apply_to
from moondesk.directory.errors import DirectoryFull, NameTaken
from moondesk.directory.events import DirectoryGroupChanged, DirectoryPersonChanged
from moondesk.directory.models import NAME_LENGTH, DirectoryGroup, DirectoryMembership, DirectoryPerson
from moondesk.directory.queries import lock_people
from moondesk.directory.rules import MOST_GROUPS, MOST_PEOPLE, Source, address_of
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import hold_organization


@dataclass(frozen=True)
class Person:
    """A person as the directory writes them; ``document`` is the user of SCIM without what is ours."""

    user_name: str
    external_id: str
    document: dict[str, Any]


@dataclass(frozen=True)
class Group:
    """A group as the directory writes it."""

    name: str
    external_id: str
    people: Mapping[uuid.UUID, str]
    """Who is in it, and how the directory calls them there."""


def write_person(known: DirectoryPerson | None, said: Person, *, source: Source, by: Actor) -> DirectoryPerson:
    """Keep what the directory says of somebody new or ``known``, and do what follows. Raises ``NameTaken``."""
    by.require(Permission.DIRECTORY_SYNC)
    known = known or _returning(said.user_name)
    person = known or _newcomer(source)
    before = (person.user_name, person.external_id, person.document)
    is_same = known is not None and before == (said.user_name, said.external_id, said.document)
    if is_same and person.gone_at is None and not person.was_pulled:
        return person
    fill(person, said, source=source)
    _save(person)
    change = "changed" if known else "created"
    emit(DirectoryPersonChanged(subject_id=person.pk, change=change, user_name=person.user_name), by=by)
    apply_to([person], by=by)
    return person


def fill(person: DirectoryPerson, said: Person, *, source: Source) -> None:
    """Write what a source says of somebody into their row; whom another source let go is this one's from now on."""
    person.user_name, person.external_id, person.document = said.user_name, said.external_id, said.document
    person.source, person.gone_at, person.email = source.value, None, address_of(said.document)
    person.was_pulled = False
    person.version += 0 if person._state.adding else 1
    person.updated_at = now()


def remove_person(person: DirectoryPerson, *, by: Actor) -> None:
    """Forget somebody whom the directory has no more; the member they were leaves.

    While they are a member still (so many leave that somebody has to confirm it, nothing is carried out, or they are a
    conflict) they are kept for their leaving, though the directory sees them no more.
    """
    remove_people([person], by=by)


def remove_people(gone: Sequence[DirectoryPerson], *, by: Actor, beside: Sequence[DirectoryPerson] = ()) -> bool:
    """Forget people, who came locked, and do what follows from that and from what was written of those ``beside``.

    All leavers of it are counted together. Returns whether they wait for somebody to confirm it.
    """
    by.require(Permission.DIRECTORY_SYNC)
    for person in gone:
        person.document = {**person.document, "active": False}
    waits = apply_to([*beside, *gone], by=by)
    DirectoryMembership.objects.filter(person__in=[one.pk for one in gone if one.pk]).delete()
    members = Member.objects.filter(pk__in=[one.member_id for one in gone if one.member_id], is_active=True)
    staying = set(members.values_list("pk", flat=True))
    for person in (one for one in gone if one.pk):
        emit(DirectoryPersonChanged(subject_id=person.pk, change="removed", user_name=person.user_name), by=by)
        if person.member_id in staying:
            person.gone_at, person.version = now(), person.version + 1
            person.save()
        else:
            person.delete()
    return waits


def write_group(known: DirectoryGroup | None, said: Group, *, source: Source, by: Actor) -> DirectoryGroup:
    """Keep what the directory says of a group new or ``known``, and do what follows. Raises ``NameTaken``."""
    by.require(Permission.DIRECTORY_SYNC)
    hold_organization()
    if known is None and DirectoryGroup.objects.count() >= MOST_GROUPS:
        raise DirectoryFull(
            _("The directory has %(most)d groups, which is as many as there can be.") % {"most": MOST_GROUPS}
        )
    group = known or DirectoryGroup(source=source.value)
    inside = _inside(group) if known else frozenset()
    there = DirectoryPerson.objects.filter(pk__in=said.people, gone_at=None, source=source.value)
    people = frozenset(there.values_list("pk", flat=True))
    is_same = known is not None and (group.name, group.external_id) == (said.name, said.external_id)
    if is_same and inside == people and not group.was_pulled:
        return group
    touched = (inside ^ people) if known and group.name == said.name else inside | people
    group.name, group.external_id, group.was_pulled = said.name, said.external_id, False
    group.version += 1 if known else 0
    group.updated_at = now()
    _save(group)
    DirectoryMembership.objects.filter(group=group, person__in=inside - people).delete()
    DirectoryMembership.objects.bulk_create(
        DirectoryMembership(group=group, person_id=one, display=said.people[one][:NAME_LENGTH])
        for one in sorted(people - inside)
    )
    change = "changed" if known else "created"
    emit(DirectoryGroupChanged(subject_id=group.pk, change=change, label=group.name), by=by)
    _apply(touched, by=by)
    return group


def remove_group(group: DirectoryGroup, *, by: Actor) -> None:
    """Forget a group that the directory has no more."""
    by.require(Permission.DIRECTORY_SYNC)
    inside = _inside(group)
    emit(DirectoryGroupChanged(subject_id=group.pk, change="removed", label=group.name), by=by)
    DirectoryMembership.objects.filter(group=group).delete()
    group.delete()
    _apply(inside, by=by)


def _inside(group: DirectoryGroup) -> frozenset[uuid.UUID]:
    return frozenset(DirectoryMembership.objects.filter(group=group).values_list("person_id", flat=True))


def _apply(people: Iterable[uuid.UUID], *, by: Actor) -> None:
    apply_to(lock_people(Q(pk__in=list(people))), by=by)


def _returning(user_name: str) -> DirectoryPerson | None:
    """Return somebody who was removed and whose leaving waits: written anew they never went."""
    found = lock_people(Q(user_name__iexact=user_name, gone_at__isnull=False))
    return found[0] if found else None


def _newcomer(source: Source) -> DirectoryPerson:
    if DirectoryPerson.objects.count() >= MOST_PEOPLE:
        raise DirectoryFull(
            _("The directory has %(most)d people, which is as many as there can be.") % {"most": MOST_PEOPLE}
        )
    return DirectoryPerson(source=source.value)


def _save(row: DirectoryPerson | DirectoryGroup) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NameTaken(_("The directory has somebody or something else of this name already.")) from None
