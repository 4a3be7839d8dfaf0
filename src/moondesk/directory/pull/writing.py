"""Writing down a whole listing, or what changed, and having the directory carry out what follows from it.

The rows are written here, as there are thousands of them; what becomes of people is decided where SCIM's are, too.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.db import connection
from django.db.models import CharField, Q
from django.db.models.functions import Cast, Lower

from moondesk.directory.actions.people import Person, fill, remove_people
from moondesk.directory.events import DirectoryGroupChanged, DirectoryPersonChanged
from moondesk.directory.models import DirectoryGroup, DirectoryMembership, DirectoryPerson
from moondesk.directory.pull.comparing import Around, Difference, KnownPerson, compare_groups, compare_people
from moondesk.directory.pull.contract import Note, Page, PageBroken, SaidGroup, SaidPerson
from moondesk.directory.pull_rules import NoteCode, Trouble
from moondesk.directory.queries import lock_people, plan, setup
from moondesk.directory.rules import MOST_GROUPS, MOST_PEOPLE, Source, StepKind, leaver_limit
from moondesk.events.actions import draft, publish
from moondesk.events.registry import DomainEvent
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor

_AT_ONCE = 500
_EVENTS_AT_ONCE = 50
_FIELDS = (
    "user_name",
    "external_id",
    "document",
    "source",
    "gone_at",
    "email",
    "said_at",
    "was_pulled",
    "version",
    "updated_at",
)


class Shrunk(Exception):
    """A listing lacks so many people that somebody has to look at it before it is taken."""

    def __init__(self, lacking: int, known: int) -> None:
        super().__init__(f"{lacking} of {known} are not in it")
        self.lacking, self.known = lacking, known


@dataclass
class Taken:
    """What came of a listing: how many joined and so on, and what is said about whom."""

    steps: Counter[StepKind] = field(default_factory=Counter)
    waits: bool = False
    skipped: int = 0
    notes: list[Note] = field(default_factory=list)


@dataclass
class _Here:
    """What the other system wrote before, and what is here beside that."""

    people: dict[str, DirectoryPerson]
    groups: dict[str, DirectoryGroup]
    places: dict[uuid.UUID, dict[uuid.UUID, uuid.UUID]]
    """The groups of each person, and the row that says so."""
    returning: dict[str, DirectoryPerson] = field(default_factory=dict)
    """Who was removed and waits to leave, by name."""
    folded: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters, by the name as it is written."""


def take(said: Page, *, by: Actor, takes_fewer: bool = False) -> Taken:
    """Write down what is said, and do what follows. Raises ``Shrunk`` or ``PageBroken``; then nothing is done."""
    here = _here(said)
    groups = compare_groups({key: one.name for key, one in here.groups.items()}, said, _other_groups(here))
    there = (here.groups.keys() - set(groups.gone)) | {one.id for one in groups.writes}
    people = compare_people(_known(here), said, there, _other_people(here, said))
    notes = [*said.notes, *groups.notes, *people.notes]
    _check_taken(people, said, notes)
    _check_size(people, here, said, takes_fewer=takes_fewer)
    changed = _write_groups(groups.writes, here, by=by)
    _write_people(people.writes, here, by=by)
    _write_places(people.writes, here)
    # Whoever is said to be in a group that is not listed stays as they are, and so does the group.
    inside = {key for one in said.people for key in one.groups} if said.is_full else set()
    changed |= _remove_groups([key for key in groups.gone if key not in inside], here, by=by)
    changed |= {here.people[one.id].pk for one in people.writes}
    gone = [here.people[key] for key in people.gone]
    changed -= {one.pk for one in gone}
    touched = {one.pk: one for one in here.people.values() if one.pk in changed}
    taken = _follow(list(touched.values()), gone, by=by)
    taken.skipped, taken.notes = len(people.skipped | groups.skipped), [*taken.notes, *notes]
    return taken


def _follow(changed: Sequence[DirectoryPerson], gone: Sequence[DirectoryPerson], *, by: Actor) -> Taken:
    """Have carried out what follows, and say how many join and so on; of conflicts also while nothing is."""
    taken = Taken()
    if not changed and not gone:
        return taken
    is_on = setup().is_on
    for one in gone:
        one.document = {**one.document, "active": False}
    planned = plan([*changed, *gone])
    taken.waits = remove_people(gone, by=by, beside=changed)
    taken.notes = [Note(NoteCode.REFUSED, one.external_id, one.refused) for one in (*changed, *gone) if one.refused]
    done = [StepKind.JOIN, StepKind.MOVE, *([] if taken.waits else [StepKind.LEAVE])] if is_on else []
    taken.steps = Counter(
        one.step.kind for one in planned if one.step.kind in (*done, StepKind.CONFLICT) and not one.person.refused
    )
    return taken


def _check_taken(people: Difference[SaidPerson], said: Page, notes: list[Note]) -> None:
    """Raise ``PageBroken`` for a whole listing of which nobody can be taken: that is no success."""
    everybody = {one.id for one in said.people} | said.left
    if said.is_full and everybody and everybody <= people.skipped:
        raise PageBroken(Trouble.NOBODY, notes=notes)


def _check_size(people: Difference[SaidPerson], here: _Here, said: Page, *, takes_fewer: bool) -> None:
    known = sum(one.gone_at is None for one in here.people.values())
    says_nobody = said.is_full and known and not said.people
    if not takes_fewer and (len(people.gone) > leaver_limit(known) or (says_nobody and people.gone)):
        raise Shrunk(len(people.gone), known)
    new = sum(one.id not in here.people for one in people.writes)
    if new and DirectoryPerson.objects.count() + new > MOST_PEOPLE:
        raise PageBroken(Trouble.FULL, f"{MOST_PEOPLE} people")


def _here(said: Page) -> _Here:
    """Return what the other system wrote before; its people change for nobody else before the transaction ends."""
    locked = lock_people(Q(source=Source.PULL) | Q(gone_at__isnull=False))
    people = [one for one in locked if one.source == Source.PULL]
    groups = list(DirectoryGroup.objects.filter(source=Source.PULL))
    here = _Here({one.external_id: one for one in people}, {one.external_id: one for one in groups}, {})
    names = {one.user_name for one in locked} | {one.user_name for one in said.people}
    names |= {one.name for one in groups} | {one.name for one in said.groups}
    here.folded = _folded(names)
    here.returning = {here.folded[one.user_name]: one for one in locked if one.gone_at is not None}
    places = DirectoryMembership.objects.filter(group__in=[one.pk for one in groups])
    for person_id, group_id, pk in places.values_list("person_id", "group_id", "pk"):
        here.places.setdefault(person_id, {})[group_id] = pk
    return here


def _known(here: _Here) -> dict[str, KnownPerson]:
    names = {one.pk: key for key, one in here.groups.items()}
    return {
        key: KnownPerson(
            one.user_name,
            one.document,
            frozenset(names[place] for place in here.places.get(one.pk, ())),
            one.said_at,
            one.gone_at is not None,
        )
        for key, one in here.people.items()
    }


def _folded(names: set[str]) -> dict[str, str]:
    """Return names in small letters as the database makes them, whose indexes hold them to be one or two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, lower(name) FROM unnest(%s::text[]) AS name", [sorted(names)])
        return dict(cursor.fetchall())


def _other_groups(here: _Here) -> Around:
    names = DirectoryGroup.objects.exclude(source=Source.PULL).values_list(Lower("name"), flat=True)
    return Around(frozenset(names), folded=here.folded)


def _other_people(here: _Here, said: Page) -> Around:
    """Return names that other sources' people have, and who returns: who was removed, and is nobody who is said now."""
    spoken_of = {one.id for one in said.people} | said.left | said.removed
    for key in here.people.keys() & spoken_of:
        here.returning.pop(here.folded[here.people[key].user_name], None)
    names = DirectoryPerson.objects.exclude(source=Source.PULL).values_list(Lower("user_name"), flat=True)
    return Around(frozenset(names), frozenset(here.returning), here.folded)


def _write_groups(writes: Sequence[SaidGroup], here: _Here, *, by: Actor) -> set[uuid.UUID]:
    """Write groups, and return who is in one that has another name now."""
    if len(here.groups) + len(writes) > MOST_GROUPS + sum(one.id in here.groups for one in writes):
        raise PageBroken(Trouble.FULL, f"{MOST_GROUPS} groups")
    known = [one for one in writes if one.id in here.groups]
    _free_names(DirectoryGroup, "name", [here.groups[one.id].pk for one in known])
    fresh: list[DirectoryGroup] = []
    renamed: list[DirectoryGroup] = []
    for one in writes:
        row = here.groups.setdefault(one.id, DirectoryGroup(source=Source.PULL.value, external_id=one.id))
        (fresh if row._state.adding else renamed).append(row)
        row.name, row.updated_at = one.name, now()
        row.version += 0 if row._state.adding else 1
    changes = _told(
        fresh, renamed, lambda row, change: DirectoryGroupChanged(subject_id=row.pk, change=change, label=row.name)
    )
    DirectoryGroup.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    DirectoryGroup.objects.bulk_update(renamed, ["name", "version", "updated_at"], batch_size=_AT_ONCE)
    _tell(changes, by=by)
    moved = {one.pk for one in renamed}
    return {person for person, places in here.places.items() if places.keys() & moved}


def _write_people(writes: Sequence[SaidPerson], here: _Here, *, by: Actor) -> None:
    fresh: list[DirectoryPerson] = []
    changed: list[DirectoryPerson] = []
    renamed: list[uuid.UUID] = []
    for one in writes:
        row = here.people.get(one.id) or here.returning.get(here.folded[one.user_name]) or DirectoryPerson()
        here.people[one.id] = row
        if not row._state.adding and row.user_name != one.user_name:
            renamed.append(row.pk)
        (fresh if row._state.adding else changed).append(row)
        fill(row, Person(one.user_name, one.id, dict(one.document)), source=Source.PULL)
        row.said_at = one.changed_at
    changes = _told(
        fresh,
        changed,
        lambda row, change: DirectoryPersonChanged(subject_id=row.pk, change=change, user_name=row.user_name),
    )
    _free_names(DirectoryPerson, "user_name", renamed)
    DirectoryPerson.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    DirectoryPerson.objects.bulk_update(changed, _FIELDS, batch_size=_AT_ONCE)
    _tell(changes, by=by)


def _told[Row](
    fresh: Sequence[Row], changed: Sequence[Row], event: Callable[[Row, str], DomainEvent]
) -> list[DomainEvent]:
    return [*(event(row, "created") for row in fresh), *(event(row, "changed") for row in changed)]


def _tell(changes: Iterable[DomainEvent], *, by: Actor) -> None:
    for some in batched(changes, _EVENTS_AT_ONCE):
        publish(*(draft(one, by=by) for one in some))


def _free_names(kind: type[DirectoryPerson | DirectoryGroup], name: str, keys: Sequence[uuid.UUID]) -> None:
    """Give rows that get another name one that nobody has, so that two can change names with each other."""
    if keys:
        kind.objects.filter(pk__in=keys).update(**{name: Cast("id", CharField())})


def _write_places(writes: Sequence[SaidPerson], here: _Here) -> None:
    """Put people into the groups that they are said to be in, and no others of the other system."""
    fresh, old = [], []
    for one in writes:
        person = here.people[one.id]
        wanted = {here.groups[key].pk for key in one.groups}
        known = here.places.get(person.pk, {})
        fresh += [DirectoryMembership(group_id=group, person=person) for group in sorted(wanted - known.keys())]
        old += [pk for group, pk in known.items() if group not in wanted]
    DirectoryMembership.objects.filter(pk__in=old).delete()
    DirectoryMembership.objects.bulk_create(fresh, batch_size=_AT_ONCE)


def _remove_groups(gone: Sequence[str], here: _Here, *, by: Actor) -> set[uuid.UUID]:
    """Remove groups, and return who was in one."""
    rows = [here.groups[key] for key in gone]
    keys = {one.pk for one in rows}
    _tell([DirectoryGroupChanged(subject_id=one.pk, change="removed", label=one.name) for one in rows], by=by)
    DirectoryMembership.objects.filter(group__in=keys).delete()
    DirectoryGroup.objects.filter(pk__in=keys).delete()
    return {person for person, places in here.places.items() if places.keys() & keys}
