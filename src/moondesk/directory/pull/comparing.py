"""What a listing changes of what is known here. Pure: no database, no clock, no network."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from moondesk.directory.pull.contract import Note, Page, SaidGroup, SaidPerson
from moondesk.directory.pull_rules import NoteCode


@dataclass(frozen=True)
class KnownPerson:
    """A person as they are kept, under the id that the other system has for them."""

    user_name: str
    document: Mapping[str, Any]
    groups: frozenset[str]
    changed_at: datetime.datetime | None
    is_gone: bool
    """Whether they were removed and their leaving waits."""


@dataclass(frozen=True)
class Around:
    """What is here beside what the other system wrote: folded names that are taken, and those who return."""

    names: frozenset[str] = frozenset()
    returning: frozenset[str] = frozenset()
    """Names of people who were removed and whose leaving waits: written anew they never went."""
    folded: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters as the database has them, by the name as it is written."""

    def fold(self, name: str) -> str:
        """Return a name as it is compared."""
        return self.folded.get(name, name.lower())


@dataclass
class Difference[Said: (SaidPerson, SaidGroup)]:
    """What is to be written, who or what is not there any more, and what is to be said about it."""

    writes: list[Said] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)

    def skip(self, known_by: str, code: NoteCode, detail: str = "") -> None:
        """Leave somebody or something as it is known, and say why."""
        self.skipped.add(known_by)
        self.notes.append(Note(code, known_by, detail))


def compare_groups(known: Mapping[str, str], said: Page, around: Around) -> Difference[SaidGroup]:
    """Return what becomes of groups; ``known`` has names by id."""
    found: Difference[SaidGroup] = Difference(skipped=set(said.left_groups))
    unique = _once(said.groups, said.removed_groups | said.left_groups, found)
    _skip_doubled({one.id: one.name for one in unique}, around, found)
    chosen = _with_free_names({one.id: (one.name, one) for one in unique}, known, around, found)
    found.writes = [one for one in chosen if known.get(one.id) != one.name]
    found.gone = _gone(known, said, {one.id for one in said.groups} | found.skipped, said.removed_groups)
    return found


def compare_people(
    known: Mapping[str, KnownPerson], said: Page, groups: Collection[str], around: Around
) -> Difference[SaidPerson]:
    """Return what becomes of people; ``groups`` are the ids of groups that there will be."""
    found: Difference[SaidPerson] = Difference(skipped=set(said.left))
    unique = _once(said.people, said.removed | said.left, found)
    for one in unique:
        missing, before = sorted(one.groups - set(groups)), known.get(one.id)
        if missing:
            found.skip(one.id, NoteCode.NO_GROUP, missing[0])
        elif before and before.changed_at and one.changed_at and one.changed_at < before.changed_at:
            found.skip(one.id, NoteCode.OLDER)
    _skip_doubled({one.id: one.user_name for one in unique}, around, found)
    names = {key: one.user_name for key, one in known.items()}
    chosen = _with_free_names({one.id: (one.user_name, one) for one in unique}, names, around, found)
    found.writes = [one for one in chosen if not _is_same(known.get(one.id), one)]
    here = [key for key, one in known.items() if not one.is_gone]
    found.gone = _gone(here, said, {one.id for one in said.people} | found.skipped, said.removed)
    return found


def _is_same(known: KnownPerson | None, said: SaidPerson) -> bool:
    if known is None or known.is_gone:
        return False
    return (known.user_name, known.document, known.groups) == (said.user_name, said.document, said.groups)


def _once[Said: (SaidPerson, SaidGroup)](
    entries: Sequence[Said], otherwise: Collection[str], found: Difference[Said]
) -> list[Said]:
    """Return who is said once, or twice alike; of whom two different things are said none is believed."""
    by_id: dict[str, Said] = {}
    for one in entries:
        if one.id in otherwise or by_id.setdefault(one.id, one) != one:
            if one.id not in found.skipped:
                found.skip(one.id, NoteCode.TWICE)
            found.skipped.add(one.id)
    return [one for key, one in by_id.items() if key not in found.skipped]


def _skip_doubled[Said: (SaidPerson, SaidGroup)](
    names: Mapping[str, str], around: Around, found: Difference[Said]
) -> None:
    times = Counter(around.fold(name) for name in names.values())
    for key, name in names.items():
        if times[around.fold(name)] > 1 and key not in found.skipped:
            found.skip(key, NoteCode.SAME_NAME, name)


def _with_free_names[Said: (SaidPerson, SaidGroup)](
    unique: Mapping[str, tuple[str, Said]], names: Mapping[str, str], around: Around, found: Difference[Said]
) -> list[Said]:
    """Return whom their names can be given; a name is free that nobody has who keeps it.

    Who is skipped keeps the old name, which may take it from somebody else: so it is looked at until nobody is new.
    """
    while True:
        chosen = {key: one for key, one in unique.items() if key not in found.skipped}
        kept = around.names | {around.fold(name) for key, name in names.items() if key not in chosen}
        blocked = [
            key
            for key, (name, _one) in chosen.items()
            if around.fold(name) in kept and not (key not in names and around.fold(name) in around.returning)
        ]
        if not blocked:
            return [one for _name, one in chosen.values()]
        for key in blocked:
            found.skip(key, NoteCode.NAME_TAKEN, chosen[key][0])


def _gone(known: Iterable[str], said: Page, spoken_of: Collection[str], removed: Collection[str]) -> list[str]:
    """Return who is said to be gone, and of a full listing who is not in it."""
    if said.is_full:
        return [key for key in known if key not in spoken_of]
    return [key for key in known if key in removed and key not in spoken_of]
