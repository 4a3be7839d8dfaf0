"""The audit log: found, looked at, and for how long it is kept."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from moondesk.audit.actions import change_retention
from moondesk.audit.errors import InvalidAuditQuestion, InvalidRetention
from moondesk.audit.queries import QUESTIONS, Question, entries, found, get_entry, kept_days, read_question
from moondesk.audit.rules import LEAST_DAYS, MOST_DAYS, Told, told
from moondesk.events.models import Event
from moondesk.exports.queries import exports_of
from moondesk.exports.rules import Content
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.exporting import formats, shown
from moondesk.web.levels import level
from moondesk.web.settings.audit_names import Names
from moondesk.web.settings.audit_words import AREAS, DOORS, KINDS, area_of, deed_of
from moondesk.web.settings.ledger.page import walk
from moondesk.web.settings.page import carry_out, show

_LATEST = 10
"""So many of one's exports are shown."""


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.AUDIT_VIEW)
def audit(request: TenantRequest) -> HttpResponse:
    """Find entries; by POST, keep them for another time."""
    if request.method == "POST":
        return carry_out(request, "audit", lambda: _keep(request), _("Saved."), show_log)
    return show_log(request)


def _keep(request: TenantRequest) -> None:
    given = request.POST.get("days", "").strip()
    if not (given.isascii() and given.isdigit()) or len(given) > 5:
        text = _("Write a whole number of days.")
        raise InvalidRetention(text, fields={"days": text})
    change_retention(int(given), by=request.actor)


def show_log(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page: what is looked for is in the address, or in the form that asked for an export of it."""
    here = reverse("settings:audit", kwargs={"slug": request.organization.slug})
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given.get(name, "") for name in QUESTIONS}
    errors: dict[str, list[str]] = {}
    try:
        question = read_question(asked, timezone.get_current_timezone())
    except InvalidAuditQuestion as error:
        errors, question, status = {name: [text] for name, text in error.fields.items()}, Question(), error.status
    place = {"after": request.GET.get("after", "")}
    rows, links = walk(found(question, by=request.actor), "created_at", asked | place, here)
    taken = [shown(one) for one in exports_of(request.actor, Content.AUDIT)[:_LATEST]]
    values = {
        "entries": _rows(rows),
        "links": links,
        "asked": asked,
        "is_asked": any(asked.values()),
        "areas": [("", _("Everything")), *((name, str(label)) for name, label in AREAS.items())],
        "days": kept_days(),
        "least": LEAST_DAYS,
        "most": MOST_DAYS,
        "formats": [(str(key), name) for key, name, _sentence in formats()],
        "exports": taken,
        "is_writing": any(one["export"].is_active for one in taken),
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
    values = [*said.about.items(), *said.after.items()]
    parts = [names.of(event.subject_id), *(names.pair(name, value) for name, value in values)]
    return " · ".join(dict.fromkeys(part for part in parts if part))[:160]


@require_safe
@in_desk(Permission.AUDIT_VIEW)
def entry(request: TenantRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Show one entry with what was before and after."""
    event = get_entry(request.actor, entry_id)
    said, known = told(event.data), Names([event])
    changes = _changes(said, known)
    values = {
        "page": "audit",
        "entry": _row(event, known),
        "subject": known.of(event.subject_id),
        "event": event,
        "changes": changes,
        "about": [(known.part(name, value), known.text(value, name)) for name, value in said.about.items()],
        "reason": said.reason,
        "others": _together(request, event),
    }
    return show(request, "audit_entry", values)


def _changes(said: Told, names: Names) -> list[tuple[str, str, str]]:
    """Return what was and is of each part; of one that was and is nothing there is nothing to say."""
    rows = []
    for part in dict.fromkeys([*said.before, *said.after]):
        before, after = said.before.get(part), said.after.get(part)
        rows.append((names.part(part, before or after), names.text(before, part), names.text(after, part)))
    return [row for row in rows if row[1] or row[2]]


def _together(request: TenantRequest, event: Event) -> list[dict[str, Any]]:
    """Return what else of the log was done at once with an entry."""
    if event.operation is None:
        return []
    others = entries(request.actor).filter(operation=event.operation).exclude(pk=event.pk)
    near = others.filter(created_at__date=event.created_at.date())
    return _rows(list(near.order_by("created_at", "pk")[:50]))
