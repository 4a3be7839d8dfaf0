"""The addresses of the desk, below the organization's slug."""

from django.urls import path

from moondesk.web.desk import (
    changes,
    contacts,
    drafts,
    files,
    helping,
    listing,
    macros,
    opening,
    palette,
    removing,
    ticket,
    undoing,
    writing,
)

app_name = "desk"
_TICKET = "tickets/<str:number>"

urlpatterns = [
    path("", listing.show_list, name="list"),
    path("rows", listing.rows, name="rows"),
    path("counts", listing.counts, name="counts"),
    path("palette", palette.find, name="palette"),
    path("look", helping.look, name="look"),
    path("contacts", contacts.show_all, name="contacts"),
    path("contacts/suggestions", contacts.suggest, name="suggestions"),
    path("contacts/new", contacts.new, name="new_contact"),
    path("contacts/<uuid:contact_id>", contacts.show, name="contact"),
    path("files", files.upload, name="files"),
    path("files/<uuid:file_id>", files.content, name="file"),
    path("files/<uuid:file_id>/removal", files.removal, name="file_removal"),
    path("files/<uuid:file_id>/preview", files.preview, name="file_preview"),
    path("files/<uuid:file_id>/versions", files.versions, name="file_versions"),
    path("files/<uuid:file_id>/pictures/<slug:part>", files.picture, name="file_picture"),
    path("tickets/new", opening.new, name="new"),
    path(_TICKET, ticket.show, name="ticket"),
    path(f"{_TICKET}/row", listing.row_menu, name="row"),
    path(f"{_TICKET}/parts/<slug:part>", ticket.part, name="part"),
    path(f"{_TICKET}/messages", writing.messages, name="messages"),
    path(f"{_TICKET}/drafts", drafts.drafts, name="drafts"),
    path(f"{_TICKET}/macros", macros.macros, name="macros"),
    path(f"{_TICKET}/completions", macros.completions, name="completions"),
    path(f"{_TICKET}/status", changes.status, name="status"),
    path(f"{_TICKET}/priority", changes.priority, name="priority"),
    path(f"{_TICKET}/assignment", changes.assignment, name="assignment"),
    path(f"{_TICKET}/resolution", changes.resolution, name="resolution"),
    path(f"{_TICKET}/reopening", changes.reopening, name="reopening"),
    path(f"{_TICKET}/archive", removing.archive, name="archive"),
    path(f"{_TICKET}/archive/return", removing.unarchive, name="unarchive"),
    path(f"{_TICKET}/deletion", removing.delete, name="delete"),
    path(f"{_TICKET}/properties", changes.properties, name="properties"),
    path(f"{_TICKET}/operations/<uuid:operation>/undo", undoing.undo, name="undo"),
    path(f"{_TICKET}/history/reversion", undoing.revert, name="revert_one"),
    path(f"{_TICKET}/history/<uuid:event>/reversion", undoing.revert, name="revert"),
    path("<path:rest>", ticket.nowhere, name="nowhere"),
]
