"""Changing many tickets from a list: what can be done, asking for it, its progress, and what became of each."""

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.bulk.actions import NewBulk, cancel_bulk, start_bulk, undo_bulk
from moondesk.bulk.models import BulkChange
from moondesk.bulk.queries import changes_of, count_matching, get_change, results_of, subjects_of
from moondesk.bulk.reading import NOBODY
from moondesk.bulk.rules import UNDO_FOR, UNDOABLE, Operation, Outcome
from moondesk.fields.models import in_language
from moondesk.kit.clock import now
from moondesk.kit.errors import NotFound
from moondesk.macros.queries import find as find_macros
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.snoozes import When, moment_of, read_moment
from moondesk.web.desk.bulk_words import OPERATIONS, OUTCOMES, said
from moondesk.web.desk.changes import refuse
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.fields import people_among
from moondesk.web.desk.lists import ViewList
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fielding import read_posted, shown
from moondesk.web.frame import Frame
from moondesk.web.levels import level

PAGE = 50
_LATEST = 30
_MACROS = 20
ASKS = (
    "reply",
    "note",
    "add_tags",
    "remove_tags",
    "set_tags",
    "merge",
    "snooze",
    "department",
    "category",
    "type",
    "field",
    "delete",
)
"""The operations that are asked for in a dialog: they need a word, or a second thought."""


def _list(request: TenantRequest) -> ViewList:
    return ViewList(Frame(request), request.GET, choices_of(request.organization))


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def bar(request: TenantRequest) -> HttpResponse:
    """Give the bar with what can be done to the chosen tickets of a list, and how many the list has in all."""
    asked = _list(request)
    context = asked.frame.context | {
        "list": asked,
        "choices": asked.choices,
        "count": count_matching(request.actor, asked.query),
        "macros": find_macros(request.actor, "", most=_MACROS) if level(request, Element.MACROS).usable else (),
        "whens": [(When.LATER, _("Later today")), (When.TOMORROW, _("Tomorrow")), (When.MONDAY, _("Next week"))],
    }
    return render(request, "desk/bulk_bar.html", context)


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def ask(request: TenantRequest, operation: str, key: str = "") -> HttpResponse:
    """Give the dialog of an operation that needs a word; for a field first which, then its value (``key``).

    A status (``key``) asks when it needs a note.
    """
    asked = _list(request)
    status = next((one for one in asked.choices.statuses if operation == "status" and one.key == key), None)
    field = asked.choices.catalogue.get(key) if key and not status else None
    if status is None and (operation not in ASKS or (key and (field is None or field.is_retired))):
        raise NotFound(_("There is no such page."))
    people = people_among(asked.choices)
    context = {
        "operation": operation,
        "label": in_language(field.labels) if field else OPERATIONS[Operation(operation)],
        "choices": asked.choices,
        "fields": [(one.key, in_language(one.labels)) for one in asked.choices.catalogue.live],
        "field": shown(field, None, people) if field else None,
        "status": status,
    }
    return render(request, "desk/bulk_ask.html", asked.frame.context | {"list": asked} | context)


def mine(request: TenantRequest) -> HttpResponse:
    """Show the member's latest changes."""
    frame = Frame(request)
    found = [
        {
            "change": one,
            "label": OPERATIONS[Operation(one.operation)],
            "program_of": one.member.name if one.token_id else "",
        }
        for one in changes_of(request.actor)[:_LATEST]
    ]
    return render(request, "desk/bulk_changes.html", frame.context | {"changes": found, "said": said})


def start(request: TenantRequest) -> HttpResponse:
    """Begin a change of the chosen tickets, or of all that the list in the address asks for."""
    try:
        operation = Operation(request.POST.get("do", ""))
    except ValueError:
        raise refuse("do") from None
    question = _list(request).query if request.POST.get("all") == "1" else None
    chosen = [] if question else read_ids(request.POST.get("ids", ""))
    new = NewBulk(operation, _given(request, operation), chosen, question)
    change = start_bulk(new, by=request.actor)
    return _answered(request, change)


@in_desk(Permission.TICKET_UPDATE)
def changes(request: TenantRequest) -> HttpResponse:
    """Show one's changes, or begin one."""
    return start(request) if request.method == "POST" else mine(request)


def read_ids(text: str) -> list[uuid.UUID]:
    """Return the tickets that were chosen, as the script posts them."""
    try:
        return [uuid.UUID(one) for one in text.split(",") if one]
    except ValueError:
        raise refuse("ids") from None


def _given(request: TenantRequest, operation: Operation) -> dict[str, Any]:
    """Return what was posted for an operation as the operation reads it."""
    posted = request.POST
    if operation in (Operation.ADD_TAGS, Operation.REMOVE_TAGS, Operation.SET_TAGS):
        return {"tags": [one for one in posted.get("tags", "").split(",") if one.strip()]}
    if operation is Operation.SNOOZE:
        return {"until": _until(request)}
    if operation is Operation.ASSIGNEE:
        return {"assignee": posted.get("assignee", NOBODY)}
    if operation is Operation.FIELD:
        key = posted.get("field", "")
        given = read_posted(choices_of(request.organization).catalogue, posted, [key])
        return {"field": key, "value": given.get(key)}
    return {
        name: posted[name]
        for name in ("status", "priority", "department", "category", "type", "note", "body", "macro", "into")
        if name in posted
    }


def _until(request: TenantRequest) -> str | None:
    zone = timezone.get_current_timezone()
    when, typed = request.POST.get("when", ""), request.POST.get("until", "")
    try:
        moment: datetime.datetime | None = read_moment(typed, zone) if typed else moment_of(When(when), now(), zone)
    except (ValueError, OverflowError):
        raise refuse("until") from None
    return moment.isoformat() if moment else None


def _panel(request: TenantRequest, change: BulkChange) -> HttpResponse:
    context = Frame(request).context | {"change": change, "text": said(change), "may_undo": may_undo(change)}
    return render(request, "desk/bulk_panel.html", context)


def may_undo(change: BulkChange) -> bool:
    """Say whether a change can be taken back as a whole."""
    over = change.finished_at
    return change.state in UNDOABLE and change.changed > 0 and over is not None and now() - over < UNDO_FOR


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def panel(request: TenantRequest, change_id: uuid.UUID) -> HttpResponse:
    """Give how far a change got."""
    return _panel(request, get_change(request.actor, change_id))


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def show(request: TenantRequest, change_id: uuid.UUID) -> HttpResponse:
    """Show what became of each ticket of a change, and why."""
    change = get_change(request.actor, change_id)
    wanted = request.GET.get("outcome", "")
    outcome = wanted if wanted in set(Outcome) else ""
    rows = results_of(change, request.actor, outcome).order_by("number", "id")
    after = request.GET.get("after", "")[:12]
    found = list(rows.filter(number__gt=after)[: PAGE + 1] if after else rows[: PAGE + 1])
    subjects = subjects_of(found[:PAGE], request.actor)
    counts = [(one.value, word, _count(change, one)) for one, word in OUTCOMES.items()]
    context = {
        "change": change,
        "text": said(change),
        "label": OPERATIONS[Operation(change.operation)],
        "may_undo": may_undo(change),
        "rows": [
            {"row": row, "word": OUTCOMES[Outcome(row.outcome)], "subject": subjects.get(row.ticket_id, "")}
            for row in found[:PAGE]
        ],
        "more": found[PAGE - 1].number if len(found) > PAGE else "",
        "counts": [one for one in counts if one[2]],
        "outcome": outcome,
    }
    return render(request, "desk/bulk.html", Frame(request).context | context)


def _count(change: BulkChange, outcome: Outcome) -> int:
    if outcome is Outcome.PENDING:
        return max(0, change.total - change.done)
    return int(getattr(change, outcome.value))


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def cancel(request: TenantRequest, change_id: uuid.UUID) -> HttpResponse:
    """Stop a change after what is being done right now."""
    change = get_change(request.actor, change_id, lock=True)
    cancel_bulk(change, by=request.actor)
    return _answered(request, change)


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def undo(request: TenantRequest, change_id: uuid.UUID) -> HttpResponse:
    """Begin to take a change back."""
    change = get_change(request.actor, change_id, lock=True)
    undo_bulk(change, by=request.actor)
    return _answered(request, change)


def _answered(request: TenantRequest, change: BulkChange) -> HttpResponse:
    wants_panel = request.headers.get("Moondesk-Panel") == "1"
    return (
        _panel(request, change) if wants_panel else redirect("desk:bulk_change", request.organization.slug, change.pk)
    )
