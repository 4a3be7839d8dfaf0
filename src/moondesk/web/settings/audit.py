"""The audit log: found, looked at, taken along, and for how long it is kept."""

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moondesk.audit.actions import change_retention, note_export
from moondesk.audit.errors import InvalidAuditQuestion, InvalidRetention
from moondesk.audit.queries import QUESTIONS, Question, entries, found, get_entry, kept_days, read_question
from moondesk.audit.rules import LEAST_DAYS, MOST_DAYS, told
from moondesk.audit.schemas import document_of
from moondesk.events.models import Event
from moondesk.kit import spreadsheets
from moondesk.kit.clock import now
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.audit_names import Names
from moondesk.web.settings.audit_words import AREAS, DOORS, KINDS, area_of, deed_of
from moondesk.web.settings.ledger.page import walk
from moondesk.web.settings.page import carry_out, show

MOST_EXPORTED = 20_000
"""So many entries are in one file, the latest that fit; earlier ones are taken by an earlier day."""
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_COLUMNS = ("at", "name", "kind", "actor", "door", "address", "client", "subject", "before", "after", "reason", "about")


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.AUDIT_VIEW)
def audit(request: TenantRequest) -> HttpResponse:
    """Find entries; by POST, keep them for another time."""
    if request.method == "POST":
        return carry_out(request, "audit", lambda: _keep(request), _("Saved."), _list)
    return _list(request)


def _keep(request: TenantRequest) -> None:
    given = request.POST.get("days", "").strip()
    if not (given.isascii() and given.isdigit()) or len(given) > 5:
        text = _("Write a whole number of days.")
        raise InvalidRetention(text, fields={"days": text})
    change_retention(int(given), by=request.actor)


def _list(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    here = reverse("settings:audit", kwargs={"slug": request.organization.slug})
    asked = {name: request.GET.get(name, "") for name in QUESTIONS}
    errors: dict[str, list[str]] = {}
    try:
        question = read_question(asked, timezone.get_current_timezone())
    except InvalidAuditQuestion as error:
        errors, question, status = {name: [text] for name, text in error.fields.items()}, Question(), error.status
    rows, links = walk(found(question, by=request.actor), "created_at", request.GET.dict(), here)
    values = {
        "entries": _rows(rows),
        "links": links,
        "asked": asked,
        "is_asked": any(asked.values()),
        "areas": [("", _("Everything")), *((name, str(label)) for name, label in AREAS.items())],
        "days": kept_days(),
        "least": LEAST_DAYS,
        "most": MOST_DAYS,
        "most_exported": MOST_EXPORTED,
        "may_change": level(request, Element.AUDIT).full,
        "errors": errors,
    }
    return show(request, "audit", values | more | {"errors": errors | more.get("errors", {})}, status=status)


def _rows(events: Sequence[Event]) -> list[dict[str, Any]]:
    names = Names(events)
    return [_row(one, names) for one in events]


def _row(event: Event, names: Names) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.created_at,
        "name": event.name,
        "area": area_of(event.name),
        "deed": deed_of(event.name),
        "actor": event.actor_label,
        "kind": str(KINDS.get(event.actor_kind, event.actor_kind)),
        "door": str(DOORS.get(event.door, event.door)),
        "address": event.address or "",
        "brief": _brief(event, names),
    }


def _brief(event: Event, names: Names) -> str:
    """Return in a line what an entry is about."""
    said = told(event.data)
    parts = [names.of(event.subject_id), *(names.text(part) for part in (*said.about.values(), *said.after.values()))]
    return ", ".join(dict.fromkeys(part for part in parts if part))[:160]


@require_safe
@in_desk(Permission.AUDIT_VIEW)
def entry(request: TenantRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Show one entry with what was before and after."""
    event = get_entry(request.actor, entry_id)
    said, known = told(event.data), Names([event])
    parts = list(dict.fromkeys([*said.before, *said.after]))
    changes = [(part, known.text(said.before.get(part, "")), known.text(said.after.get(part, ""))) for part in parts]
    values = {
        "page": "audit",
        "entry": _row(event, known),
        "subject": known.of(event.subject_id),
        "event": event,
        "changes": changes,
        "about": [(name, known.text(value)) for name, value in said.about.items()],
        "reason": said.reason,
        "others": _together(request, event),
    }
    return show(request, "audit_entry", values)


def _together(request: TenantRequest, event: Event) -> list[dict[str, Any]]:
    """Return what else of the log was done at once with an entry."""
    if event.operation is None:
        return []
    others = entries(request.actor).filter(operation=event.operation).exclude(pk=event.pk)
    near = others.filter(created_at__date=event.created_at.date())
    return _rows(list(near.order_by("created_at", "pk")[:50]))


@require_POST
@in_desk(Permission.AUDIT_VIEW)
def export(request: TenantRequest) -> HttpResponse:
    """Give the entries that fit as a file; that somebody took them along is an entry too."""
    format_ = request.POST.get("format", "csv")
    if format_ not in _TYPES:
        text = _("This cannot be chosen.")
        raise InvalidAuditQuestion(text, fields={"format": text})
    question = read_question(request.POST.dict(), timezone.get_current_timezone())
    rows = list(found(question, by=request.actor).order_by("-created_at", "-pk")[:MOST_EXPORTED])
    note_export(question, format_, len(rows), by=request.actor)
    content = _csv(rows) if format_ == "csv" else json.dumps([document_of(one) for one in rows], ensure_ascii=False)
    response = HttpResponse(content, content_type=_TYPES[format_])
    name = f"audit-{request.organization.slug}-{now():%Y-%m-%d}.{format_}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _csv(rows: Iterable[Event]) -> str:
    lines = [spreadsheets.MARK, spreadsheets.line(_COLUMNS)]
    for one in rows:
        document = document_of(one)
        cells = {name: document[name] for name in _COLUMNS}
        lines.append(spreadsheets.line("" if cell in (None, {}) else _cell(cell) for cell in cells.values()))
    return "".join(lines)


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
