"""Taking the audit log along: a worker writes it, and whoever asked fetches it."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.audit.errors import InvalidAuditQuestion
from moondesk.audit.queries import QUESTIONS, read_question
from moondesk.exports.actions import cancel_export, note_fetched, start_audit_export
from moondesk.exports.queries import get_export
from moondesk.exports.rules import TYPES, Content, ExportFormat
from moondesk.files import giving
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.audit import show_log
from moondesk.web.settings.page import carry_out, refused
from moondesk.web.settings_list import address


@require_POST
@in_desk(Permission.AUDIT_VIEW)
def export(request: TenantRequest) -> HttpResponse:
    """Begin an export of the entries that fit."""
    wanted = request.POST.get("format", "")
    try:
        if wanted not in set(ExportFormat):
            text = _("This cannot be chosen.")
            raise InvalidAuditQuestion(text, fields={"format": text})
        question = read_question(request.POST.dict(), timezone.get_current_timezone())
        start_audit_export(ExportFormat(wanted), question, by=request.actor)
    except (InvalidInput, Conflict) as error:
        return refused(request, error, show_log)
    messages.success(request, _("The export is being written. Fetch it below."))
    # Back to what was looked for.
    asked = {name: request.POST[name] for name in QUESTIONS if request.POST.get(name)}
    return redirect(address(request, "audit") + (f"?{urlencode(asked)}" if asked else ""))


@require_POST
@in_desk(Permission.AUDIT_VIEW)
def cancel(request: TenantRequest, export_id: uuid.UUID) -> HttpResponse:
    """Stop an export that is under way."""
    found = get_export(request.actor, export_id, Content.AUDIT, lock=True)
    return carry_out(request, "audit", lambda: cancel_export(found, by=request.actor), _("Cancelled."), show_log)


@require_safe
@in_desk(Permission.AUDIT_VIEW)
def fetch(request: TenantRequest, export_id: uuid.UUID) -> HttpResponse:
    """Give the file to whoever asked for it; that they took it along is an entry too."""
    found = get_export(request.actor, export_id, Content.AUDIT)
    note_fetched(found, by=request.actor)
    type_ = TYPES[ExportFormat(found.format)]
    return giving.download(giving.Kept(found.key, found.name, type_, found.size, str(found.organization_id)))
