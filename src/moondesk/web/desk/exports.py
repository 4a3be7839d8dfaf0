"""Taking tickets along from a list: asking for a file, its progress, fetching it."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.exports.actions import NewExport, cancel_export, note_fetched, start_export
from moondesk.exports.models import TicketExport
from moondesk.exports.queries import exports_of, get_export
from moondesk.exports.rules import TYPES, ExportFormat
from moondesk.files import giving
from moondesk.organizations.permissions import Permission
from moondesk.web.desk.bulk import read_ids
from moondesk.web.desk.changes import refuse
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.columns import USUAL
from moondesk.web.desk.lists import ViewList
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.exporting import formats, shown
from moondesk.web.frame import Frame

_LATEST = 30
_LISTED, _ALL = "list", "all"


def _list(request: TenantRequest) -> ViewList:
    return ViewList(Frame(request), request.GET, choices_of(request.organization))


@require_safe
@in_desk(Permission.TICKET_VIEW)
def ask(request: TenantRequest) -> HttpResponse:
    """Give the dialog that asks in which form the tickets of a list are taken along."""
    asked = _list(request)
    return render(request, "desk/export_ask.html", asked.frame.context | _choices(asked))


def _choices(asked: ViewList) -> dict[str, Any]:
    return {
        "list": asked,
        "chosen": asked.frame.request.GET.get("chosen") == "1",
        "formats": formats(),
        "columns": [(_LISTED, _("The columns of this list")), (_ALL, _("All columns"))],
    }


@in_desk(Permission.TICKET_VIEW)
def exports(request: TenantRequest) -> HttpResponse:
    """Show one's exports, or begin one of the list in the address."""
    if request.method == "POST":
        return _start(request)
    asked = _list(request)
    asked.frame.current = ""  # none of the views of the rail
    found = [shown(one) for one in exports_of(request.actor)[:_LATEST]]
    context = {"exports": found, "active": any(one["export"].is_active for one in found)}
    return render(request, "desk/exports.html", asked.frame.context | _choices(asked) | context)


def _start(request: TenantRequest) -> HttpResponse:
    try:
        format_ = ExportFormat(request.POST.get("format", ""))
    except ValueError:
        raise refuse("format") from None
    asked = _list(request)
    columns = asked.column_keys or USUAL if request.POST.get("columns") == _LISTED else ()
    zone = getattr(timezone.get_current_timezone(), "key", "UTC")
    tickets = read_ids(request.POST.get("ids", "")) if "ids" in request.POST else None
    export = start_export(NewExport(format_, asked.query, columns, zone, tickets), by=request.actor)
    return _answered(request, export)


def _answered(request: TenantRequest, export: TicketExport) -> HttpResponse:
    if request.headers.get("Moondesk-Panel") == "1":
        return render(request, "desk/export_panel.html", Frame(request).context | shown(export))
    return redirect("desk:exports", request.organization.slug)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def panel(request: TenantRequest, export_id: uuid.UUID) -> HttpResponse:
    """Give how far an export got."""
    export = get_export(request.actor, export_id)
    return render(request, "desk/export_panel.html", Frame(request).context | shown(export))


@require_POST
@in_desk(Permission.TICKET_VIEW)
def cancel(request: TenantRequest, export_id: uuid.UUID) -> HttpResponse:
    """Stop an export that is under way."""
    export = get_export(request.actor, export_id, lock=True)
    cancel_export(export, by=request.actor)
    return _answered(request, export)


@require_safe
@in_desk(Permission.TICKET_VIEW, while_leaving=True)
def fetch(request: TenantRequest, export_id: uuid.UUID) -> HttpResponse:
    """Give the file to whoever asked for it."""
    export = get_export(request.actor, export_id)
    note_fetched(export, by=request.actor)
    type_ = TYPES[ExportFormat(export.format)]
    return giving.download(giving.Kept(export.key, export.name, type_, export.size, str(export.organization_id)))
