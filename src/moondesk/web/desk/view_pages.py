"""Saved views: the page of all, saving what a list asks, and their counts."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moondesk.events.undo import undo_operation
from moondesk.kit import context
from moondesk.kit.errors import Conflict, DomainError, InvalidInput, NotFound
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.lists import parameters_of
from moondesk.views.actions import (
    ViewEdit,
    change_view,
    create_view,
    delete_view,
    edit_of,
    order_for_all,
    order_views,
    pin_view,
)
from moondesk.views.models import SavedView
from moondesk.views.places import forget_places
from moondesk.views.queries import get_view
from moondesk.views.rules import ViewScope
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.layouts import PARTS
from moondesk.web.desk.lists import ViewList
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame
from moondesk.web.levels import level
from moondesk.web.rail_views import late_counts, places_here, saved_views

PAGE, FORM = "desk/views.html", "desk/view_form.html"


@require_safe
@in_desk(Permission.TICKET_VIEW)
def counts(request: TenantRequest) -> JsonResponse:
    """Give the counts of the pinned views, which the page asks for by itself."""
    return JsonResponse(late_counts(request))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def views(request: TenantRequest) -> HttpResponse:
    """List the reader's views, put them in order, or save what a list asks as a new one."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("do") == "usual" or request.POST.getlist("order"):
        return _order(request)
    frame = Frame(request)
    view = ViewList(frame, request.GET, choices_of(request.organization))
    edit = _edit(request, ViewEdit(name="", **_asked(view)))
    try:
        with transaction.atomic():
            made = create_view(edit, by=request.actor)
    except InvalidInput as error:
        return _form(request, view, edit, error)
    _say(request, _("“%(name)s” is saved.") % {"name": made.name}, made)
    return redirect(f"{frame.url('list')}?view={made.pk}")


@require_safe
@in_desk(Permission.TICKET_VIEW)
def new(request: TenantRequest) -> HttpResponse:
    """Ask for the name of a new view, and for whom it is."""
    view = ViewList(Frame(request), request.GET, choices_of(request.organization))
    return _form(request, view, ViewEdit(name="", **_asked(view)))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_VIEW)
def view(request: TenantRequest, view_id: uuid.UUID) -> HttpResponse:
    """Show what can be changed of a view, and change it; with ``question``, to what its list asks now."""
    found = get_view(request.actor, view_id, lock=request.method == "POST")
    if request.POST.get("do") in ("pin", "unpin"):
        pin_view(found, is_pinned=request.POST["do"] == "pin", by=request.actor)
        return redirect(Frame(request).url("views"))
    given = request.GET.copy()
    given["view"] = str(view_id)
    shown = ViewList(Frame(request), given, choices_of(request.organization))
    edit = edit_of(found)
    if request.method != "POST":
        return _form(request, shown, edit, found=found)
    what = request.POST.get("do", "")
    edit = replace(edit, **_asked(shown)) if what == "question" else _edit(request, edit)
    try:
        with transaction.atomic():
            if what == "delete":
                delete_view(found, by=request.actor)
            else:
                change_view(found, edit, by=request.actor)
    except InvalidInput as error:
        return _form(request, shown, edit, error, found=found)
    said = (
        _("“%(name)s” is deleted. Its tickets are where they were.") if what == "delete" else _("“%(name)s” is saved.")
    )
    _say(request, said % {"name": found.name}, found)
    frame = shown.frame
    opened = f"{frame.url('list')}?view={view_id}"
    return redirect(opened if what in ("question", "") else frame.url("views"))


@require_POST
@in_desk(Permission.TICKET_VIEW)
def undo(request: TenantRequest, view_id: uuid.UUID, operation: uuid.UUID) -> HttpResponse:
    """Take back what the reader just did to a view."""
    try:
        with transaction.atomic():
            undo_operation(view_id, operation, by=request.actor)
        messages.success(request, _("Undone."))
    except (Conflict, NotFound) as error:
        messages.error(request, error.message)
    return redirect(Frame(request).url("views"))


def _order(request: TenantRequest) -> HttpResponse:
    if request.POST.get("do") == "usual":
        forget_places(by=request.actor)
        return redirect(Frame(request).url("views"))
    ids = []
    for one in request.POST.getlist("order"):
        try:
            ids.append(uuid.UUID(one))
        except ValueError:
            continue
    if request.POST.get("do") == "everybody":
        order_for_all(ids, by=request.actor)
        messages.success(request, _("All who chose no order of their own have this one now."))
    else:
        order_views(ids, by=request.actor)
    return redirect(Frame(request).url("views"))


def _asked(view: ViewList) -> dict[str, Any]:
    """Return what a list asks and how it is shown, as parts of a view."""
    question = {
        name: value for name, value in parameters_of(view.query).items() if name not in ("sort", "cursor", "limit")
    }
    return {
        "question": question,
        "sort": view.query.sort.value,
        "layout": view.layout.key or "list",
        "columns": view.column_keys,
        "grouping": _grouping(view),
    }


def _grouping(view: ViewList) -> str:
    """Return by what a list is cut, as its layout has it: in lanes, or in groups."""
    parts = PARTS.get(view.layout.key)
    if parts is None:
        return view.grouping
    return view.lanes if view.lanes in parts else ""


def _edit(request: TenantRequest, edit: ViewEdit) -> ViewEdit:
    posted = request.POST
    scope, _colon, department = posted.get("share", ViewScope.PERSONAL.value).partition(":")
    try:
        chosen = uuid.UUID(department) if department else None
    except ValueError:
        chosen = None
    return replace(
        edit, name=posted.get("name", ""), scope=scope, department=chosen, pinned=posted.get("pinned") == "on"
    )


def _say(request: TenantRequest, text: str, found: SavedView) -> None:
    operation = context.operation.get()
    address = Frame(request).url("view_undo", view_id=found.pk, operation=operation) if operation else ""
    messages.success(request, text, extra_tags=address)


def _shares(request: TenantRequest) -> list[tuple[str, str]]:
    """Return for whom the reader can save views."""
    found = [(ViewScope.PERSONAL.value, _("Only me"))]
    if level(request, Element.VIEWS).full:
        departments = Frame(request).departments
        found += [
            (f"department:{one.pk}", _("Department %(name)s") % {"name": one.name}) for one, _depth in departments
        ]
        found.append((ViewScope.ORGANIZATION.value, _("Everybody at the desk")))
    return found


def _form(
    request: TenantRequest,
    view: ViewList,
    edit: ViewEdit,
    error: DomainError | None = None,
    *,
    found: SavedView | None = None,
) -> HttpResponse:
    share = f"department:{edit.department}" if edit.scope == ViewScope.DEPARTMENT else edit.scope
    values = view.frame.context | {
        "list": view, "edit": edit, "found": found, "shares": _shares(request), "share": share,
        "error": error, "wrong": error.fields if error else {}, "posted": request.method == "POST",
    }  # fmt: skip
    return render(request, FORM, values, status=error.status if error else 200)


def _page(request: TenantRequest) -> HttpResponse:
    frame = Frame(request, "views")
    names = {one.pk: one.name for one, _depth in frame.departments}
    places = places_here(request)
    rows = [
        {
            "view": one,
            "may": one.changed_by(request.actor),
            "pinned": places.pins(one.id, usual=one.pinned),
            "department": names.get(one.department_id, ""),
        }
        for one in saved_views(request)
    ]
    return render(request, PAGE, frame.context | {"rows": rows, "own": bool(places)})
