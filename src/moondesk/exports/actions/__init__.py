"""Asking for exports, cancelling, fetching and writing them."""

from moondesk.exports.actions.asking import NewExport, cancel_export, note_fetched, start_audit_export, start_export

__all__ = ["NewExport", "cancel_export", "note_fetched", "start_audit_export", "start_export"]
