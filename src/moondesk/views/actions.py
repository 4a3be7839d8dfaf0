"""Saving views: made, changed, ordered, deleted and brought back; each is told and can be undone."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.differences import differences
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput, NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.organizations.permissions import Permission
from moondesk.tickets.field_lists import fields_condition, order_of
from moondesk.tickets.list_query import parameters_of, parse_list_query
from moondesk.views import rules
from moondesk.views.errors import InvalidView
from moondesk.views.events import ViewChanged, ViewsOrdered
from moondesk.views.models import SavedView
from moondesk.views.places import keep_order, keep_pin
from moondesk.views.queries import get_view, live_views, lock_views, visible_to

_PLACE = ("cursor", "limit", "sort")


@dataclass(frozen=True, kw_only=True)
class ViewEdit:
    """All of a view, as somebody wants it. ``question`` has its filters by the names they have in addresses."""

    name: str
    question: Mapping[str, str] = field(default_factory=dict)
    scope: str = rules.ViewScope.PERSONAL.value
    department: uuid.UUID | None = None
    sort: str = "-priority"
    layout: str = "list"
    columns: Sequence[str] = ()
    grouping: str = ""
    pinned: bool = True


def create_view(edit: ViewEdit, *, by: Actor) -> SavedView:
    """Save a new view behind the others."""
    _begin(by)
    views = SavedView.objects.filter(deleted_at=None)
    count, own = views.count(), views.filter(scope=rules.ViewScope.PERSONAL, owner_id=by.member_id).count()
    if count >= rules.MOST or own >= rules.MOST_OWN:
        raise _wrong("", _("There is no room for more. Delete some that nobody uses."))
    view = SavedView(position=count, owner_id=by.member_id)
    _fill(view, edit, by)
    view.save(force_insert=True)
    _tell(view, {}, by)
    return view


def change_view(view: SavedView, edit: ViewEdit, *, by: Actor) -> SavedView:
    """Change a view into what the edit says. It is one that came through ``queries.get_view``, locked."""
    _begin(by)
    _require(view, by)
    before = document_of(view)
    _fill(view, edit, by)
    _save(view, before, by)
    if view.pinned != before["pinned"]:  # whoever says it of a view for all means their own rail too
        pin_view(view, is_pinned=view.pinned, by=by)
    return view


def delete_view(view: SavedView, *, by: Actor) -> None:
    """Delete a view; the tickets in it stay. Undo brings it back."""
    _begin(by)
    _require(view, by)
    before = document_of(view)
    view.deleted_at = now()
    _save(view, before, by)


def order_views(ids: Sequence[uuid.UUID], *, by: Actor) -> None:
    """Put the views that the actor sees into this order, for the actor alone; without any, as they are for others."""
    _begin(by)
    keep_order(ids, {one.pk for one in visible_to(by)}, by=by)


def pin_view(view: SavedView, *, is_pinned: bool, by: Actor) -> None:
    """Put a view into the actor's own rail, or out of it."""
    _begin(by)
    keep_pin(view.pk, {one.pk for one in visible_to(by)}, is_pinned=is_pinned, by=by)


def order_for_all(ids: Sequence[uuid.UUID], *, by: Actor) -> None:
    """Put shared views into this order for all who chose none, at the places that they have among the others."""
    _begin(by)
    by.require(Permission.VIEW_MANAGE)
    own = {one.pk: one for one in visible_to(by) if rules.may_change(by, one.scope, one.owner_id)}
    wanted = [own[one] for one in dict.fromkeys(ids) if one in own]
    rows = live_views()
    before = tuple(str(row.pk) for row in rows)
    places = [at for at, row in enumerate(rows) if row.pk in {one.pk for one in wanted}]
    for place, view in zip(places, wanted, strict=True):
        rows[place] = view
    for place, view in enumerate(rows):
        view.position = place
    SavedView.objects.bulk_update(rows, ["position"])
    after = tuple(str(row.pk) for row in rows)
    if after != before:
        emit(ViewsOrdered(subject_id=by.organization_id, before=before, after=after), by=by)


def document_of(view: SavedView) -> dict[str, Any]:
    """Return a view as plain data, as history keeps it."""
    plain = ("name", "question", "scope", "sort", "layout", "columns", "grouping", "pinned")
    found = {name: getattr(view, name) for name in plain}
    department = str(view.department_id) if view.department_id else None
    return found | {"department": department, "deleted": view.deleted_at is not None}


def edit_of(view: SavedView) -> ViewEdit:
    """Return a view as an edit that changes nothing."""
    document = document_of(view)
    document.pop("deleted")
    return ViewEdit(**document | {"department": view.department_id})


def _begin(by: Actor) -> None:
    by.require(Permission.TICKET_VIEW)
    if not by.is_staff or by.member_id is None:
        raise NotAllowed(_("Only members have views."))
    lock_views()


def _require(view: SavedView, by: Actor) -> None:
    if not rules.may_change(by, view.scope, view.owner_id):
        by.require(Permission.VIEW_MANAGE)
        raise NotAllowed(_("This view is somebody else's."))


def _save(view: SavedView, before: dict[str, Any], by: Actor) -> None:
    if document_of(view) == before:
        return
    view.version += 1
    view.updated_at = now()
    view.save()
    _tell(view, before, by)


def _tell(view: SavedView, before: dict[str, Any], by: Actor) -> None:
    was, told = differences(before, document_of(view))
    emit(ViewChanged(subject_id=view.pk, label=view.name, scope=view.scope, before=was, after=told), by=by)


def _fill(view: SavedView, edit: ViewEdit, by: Actor) -> None:
    """Take over what an edit says. What was there before may stay although it names something that is gone."""
    name = " ".join(edit.name.split())
    if not name or len(name) > rules.NAME_LENGTH or "\0" in name:
        raise _wrong("name", _("Give it a name of at most %(most)s characters.") % {"most": rules.NAME_LENGTH})
    view.name = name
    _share(view, edit, by)
    if dict(edit.question) != view.question or edit.sort != view.sort:
        view.question, view.sort = _asked(edit, by)
    view.layout = _one_of(edit.layout, "layout", rules.LAYOUTS)
    view.grouping = _one_of(edit.grouping, "grouping", rules.GROUPINGS)
    columns = list(dict.fromkeys(edit.columns))
    if len(columns) > rules.MOST_COLUMNS or not all(rules.is_column(one) for one in columns):
        raise _wrong("columns", _("This cannot be chosen."))
    view.columns, view.pinned = columns, edit.pinned


def _share(view: SavedView, edit: ViewEdit, by: Actor) -> None:
    scope = _one_of(edit.scope, "scope", [one.value for one in rules.ViewScope])
    if scope != rules.ViewScope.PERSONAL and (view.scope != scope or view.department_id != edit.department):
        by.require(Permission.VIEW_MANAGE)
    if scope == rules.ViewScope.PERSONAL and view.owner_id != by.member_id:
        raise _wrong("scope", _("Only who made a view can have it alone."))
    view.scope = scope
    view.department = None
    if scope == rules.ViewScope.DEPARTMENT:
        view.department = Department.objects.filter(pk=edit.department).first() if edit.department else None
        if view.department is None:
            raise _wrong("department", _("Choose the department."))


def _asked(edit: ViewEdit, by: Actor) -> tuple[dict[str, str], str]:
    """Return the question as it is kept, once it was understood. Raises ``InvalidView`` with what does not fit."""
    given = {name: [str(value)] for name, value in edit.question.items() if name not in _PLACE}
    try:
        query = parse_list_query(given | {"sort": [edit.sort]})
        fields_condition(by, query)
        order_of(by, query)
    except InvalidInput as error:
        raise InvalidView(error.message, fields=error.fields) from None
    return {name: value for name, value in parameters_of(query).items() if name not in _PLACE}, query.sort.value


def _one_of(value: str, part: str, known: Sequence[str]) -> str:
    if value not in known:
        raise _wrong(part, _("This cannot be chosen."))
    return value


def _wrong(part: str, text: str) -> InvalidView:
    return InvalidView(text, fields={part: text})


@undoes(ViewChanged)
def take_view_back(event: Event, by: Actor) -> None:
    """Make a view what it was before, unless somebody changed the same since; a new one is deleted."""
    _begin(by)
    view = get_view(by, event.subject_id, lock=True, deleted=True)
    _require(view, by)
    now_there = document_of(view)
    if any(now_there[name] != value for name, value in event.data["after"].items()):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    was = now_there | (event.data["before"] or {"deleted": True})
    view.deleted_at = (view.deleted_at or now()) if was.pop("deleted") else None
    department = was.pop("department")
    edit = ViewEdit(**was | {"department": uuid.UUID(department) if department else None})
    view.question, view.sort = dict(edit.question), edit.sort
    _fill(view, edit, by)
    _save(view, now_there, by)
