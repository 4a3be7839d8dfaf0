"""Reading saved views: which somebody sees, what each asks, and what in it is not there any more."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moondesk.fields.models import in_language
from moondesk.fields.queries import read_definitions
from moondesk.fields.rules import Definition
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member, Organization
from moondesk.tickets.list_query import FIELD, InvalidList, ListQuery, Sort, parse_list_query, root_of
from moondesk.tickets.models import Category, Status
from moondesk.views.errors import ViewNotFound
from moondesk.views.models import SavedView
from moondesk.views.places import places_of
from moondesk.views.rules import may_change, may_see


@dataclass(frozen=True)
class Problem:
    """Something that a view names and that is not there any more. ``name`` is what it was called, if that is known."""

    part: str
    name: str

    @property
    def text(self) -> str:
        """Say it plainly, in the reader's language."""
        texts = {
            "status": _("It asks for the status “%(name)s”, which is not used any more. Nothing fits that."),
            "assignee": _("It asks for tickets of %(name)s, who does not work here any more."),
            "department": _("It asks for a department that is gone. Nothing fits that."),
            "category": _("It asks for a category that is gone. Nothing fits that."),
            "field": _("It asks for the field “%(name)s”, which is gone. It opens without it."),
            "sort": _("It was ordered by the field “%(name)s”, which is gone."),
            "column": _("It had a column for the field “%(name)s”, which is gone."),
        }
        known = texts.get(self.part, _("It asks for something that cannot be asked any more: %(name)s."))
        return known % {"name": self.name or _("somebody")}


@dataclass(frozen=True)
class Saved:
    """One saved view, read and understood. Nobody may change it."""

    id: uuid.UUID
    name: str
    scope: str
    owner_id: uuid.UUID | None
    department_id: uuid.UUID | None
    query: ListQuery
    layout: str
    columns: tuple[str, ...]
    grouping: str
    pinned: bool
    version: int
    problems: tuple[Problem, ...]

    def seen_by(self, actor: Actor) -> bool:
        """Say whether the actor sees it."""
        return may_see(actor, self.scope, self.owner_id, self.department_id)

    def changed_by(self, actor: Actor) -> bool:
        """Say whether the actor, who sees it, may change it."""
        return may_change(actor, self.scope, self.owner_id)


def live_views() -> list[SavedView]:
    """Return the views of the organization in context, in their order, whoever sees them."""
    return list(SavedView.objects.filter(deleted_at=None))


def visible_to(actor: Actor) -> list[SavedView]:
    """Return the views that the actor sees, in the actor's order."""
    found = [one for one in live_views() if may_see(actor, one.scope, one.owner_id, one.department_id)]
    return places_of(actor).in_order(found)


def lock_views() -> None:
    """Wait until nobody else changes views here; always before one is locked, or two wait for each other."""
    Organization.objects.select_for_update(no_key=True).get()


def get_view(actor: Actor, view_id: uuid.UUID, *, lock: bool = False, deleted: bool = False) -> SavedView:
    """Return one view that the actor sees, with ``lock`` to be changed. Raises ``ViewNotFound``."""
    if lock:
        lock_views()
    rows = SavedView.objects.filter(pk=view_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    gone = found is None or (found.deleted_at is not None and not deleted)
    if found is None or gone or not may_see(actor, found.scope, found.owner_id, found.department_id):
        raise ViewNotFound(_("There is no such view."))
    return found


def read_views() -> list[Saved]:
    """Return all views of the organization in context as they can be opened, with what is wrong in them."""
    views = live_views()
    if not views:
        return []
    known = Known.read()
    return [understood(one, known) for one in views]


@dataclass(frozen=True)
class Known:
    """What there is in an organization that a view can name."""

    statuses: Mapping[str, Status]
    categories: frozenset[str]
    departments: frozenset[str]
    members: Mapping[str, Member]
    fields: Mapping[str, Definition]

    @classmethod
    def read(cls) -> "Known":
        """Read it, each in one statement."""
        return cls(
            {one.key: one for one in Status.objects.all()},
            frozenset(Category.objects.values_list("key", flat=True)),
            frozenset(str(pk) for pk in Department.objects.values_list("pk", flat=True)),
            {str(one.pk): one for one in Member.objects.all()},
            {one.key: one for one in read_definitions()},
        )

    def has_field(self, name: str) -> bool:
        """Say whether ``field.key`` is one that lists know."""
        one = self.fields.get(name.removeprefix("-").removeprefix(FIELD))
        return one is not None and not one.is_retired

    def field_name(self, name: str) -> str:
        """Return what a field is or was called."""
        key = name.removeprefix("-").removeprefix(FIELD)
        return in_language(self.fields[key].labels) if key in self.fields else key

    def problem(self, root: str, value: str) -> Problem | None:
        """Return what is wrong with one value of a filter, if anything is."""
        if root == "status" and (value not in self.statuses or self.statuses[value].retired_at is not None):
            return Problem(root, self.statuses[value].label() if value in self.statuses else value)
        if root == "assignee" and value not in ("me", "nobody"):
            member = self.members.get(value)
            if member is None or not member.is_active:
                return Problem(root, member.name if member else "")
        if root == "category" and value not in self.categories:
            return Problem(root, value)
        if root == "department" and value not in self.departments:
            return Problem(root, value)
        return None


def understood(view: SavedView, known: Known) -> Saved:
    """Return a view as it can be opened: what cannot be asked any more is left out of it, and said."""
    problems: list[Problem] = []
    asked: dict[str, list[str]] = {}
    for name, value in view.question.items():
        root = root_of(name)
        if root.startswith(FIELD) and not known.has_field(root):
            problems.append(Problem("field", known.field_name(root)))
            continue
        try:
            parse_list_query({name: [str(value)]})
        except InvalidList:
            problems.append(Problem("", name))
            continue
        asked[name] = [str(value)]
        found = [known.problem(root, one) for one in str(value).split(",")] if not name.endswith(".empty") else []
        problems += [one for one in found if one is not None]
    sort = view.sort
    if sort.removeprefix("-").startswith(FIELD) and not known.has_field(sort):
        problems.append(Problem("sort", known.field_name(sort)))
        sort = Sort.PRIORITY.value
    columns = tuple(one for one in view.columns if not one.startswith(FIELD) or known.has_field(one))
    problems += [Problem("column", known.field_name(one)) for one in view.columns if one not in columns]
    plain: dict[str, Any] = {name: getattr(view, name) for name in ("name", "scope", "owner_id", "department_id")}
    plain |= {name: getattr(view, name) for name in ("layout", "grouping", "pinned", "version")}
    query = parse_list_query(asked | {"sort": [sort]})
    return Saved(id=view.pk, query=query, columns=columns, problems=tuple(problems), **plain)


def own_views_of(member: Member) -> int:
    """Return how many personal views a member has."""
    return SavedView.objects.filter(owner=member).count()
