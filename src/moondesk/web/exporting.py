"""Exports in words, for the pages that offer them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.exports.models import TicketExport
from moondesk.exports.rules import Content, ExportFormat, ExportState
from moondesk.files.rules import size_words


def formats() -> list[tuple[ExportFormat, str, str]]:
    """Return the forms of files that are offered, each with its name and a sentence."""
    return [
        (ExportFormat.XLSX, _("Excel (XLSX)"), _("A workbook: days are days, numbers are numbers.")),
        (ExportFormat.CSV, _("CSV"), _("A table as text, for every spreadsheet.")),
        (ExportFormat.JSON, _("JSON"), _("For programs: everything, as the API gives it.")),
    ]


def shown(export: TicketExport) -> dict[str, Any]:
    """Return what is shown of an export."""
    return {
        "export": export,
        "text": _said(export),
        "size": size_words(export.size) if export.is_ready else "",
        "format": export.format.upper(),
    }


def _said(export: TicketExport) -> str:
    """Return how far an export got, in a sentence."""
    if export.state == ExportState.FAILED:
        return export.problem
    if export.state == ExportState.CANCELLED:
        return _("Cancelled.")
    if export.state == ExportState.WAITING:
        return _("Waiting for its turn…")
    if export.state == ExportState.RUNNING:
        return _writing(export) % {"count": export.total or 0}
    text = _written(export) % {"count": export.done}
    return text if export.is_ready else f"{text} {_('The file is gone.')}"


def _writing(export: TicketExport) -> str:
    if export.content == Content.AUDIT:
        return ngettext("Exporting %(count)d entry…", "Exporting %(count)d entries…", export.total or 0)
    return ngettext("Exporting %(count)d ticket…", "Exporting %(count)d tickets…", export.total or 0)


def _written(export: TicketExport) -> str:
    if export.content == Content.AUDIT:
        return ngettext("%(count)d entry exported.", "%(count)d entries exported.", export.done)
    return ngettext("%(count)d ticket exported.", "%(count)d tickets exported.", export.done)
