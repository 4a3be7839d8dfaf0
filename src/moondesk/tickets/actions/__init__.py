"""What can be done to a ticket."""

from moondesk.tickets.actions.changes import (
    assign_ticket,
    change_category,
    change_department,
    change_priority,
    change_status,
    change_subject,
    change_tags,
    change_type,
    move_to_stage,
    reopen_ticket,
    resolve_ticket,
)
from moondesk.tickets.actions.deleting import archive_ticket, delete_ticket, restore_ticket, unarchive_ticket
from moondesk.tickets.actions.editing import (
    WorkflowEdit,
    add_status,
    change_workflow,
    last_change,
    last_changes,
    undo_workflow,
)
from moondesk.tickets.actions.fields import change_fields
from moondesk.tickets.actions.forms import change_form, remove_form
from moondesk.tickets.actions.links import issue_link, revoke_links
from moondesk.tickets.actions.opening import (
    NewTicket,
    add_participant,
    create_ticket,
    message_counted,
    opening_of,
    place_ticket,
    recount_messages,
    ticket_like,
)
from moondesk.tickets.actions.participating import keep_in_copy, remove_from_copy
from moondesk.tickets.actions.retiring import restore_status, retire_status
from moondesk.tickets.actions.scheduling import schedule_of, schedule_ticket
from moondesk.tickets.actions.times import change_times, read_times
from moondesk.tickets.actions.workflow import create_default_workflow

__all__ = [
    "NewTicket",
    "WorkflowEdit",
    "add_participant",
    "add_status",
    "archive_ticket",
    "assign_ticket",
    "change_category",
    "change_department",
    "change_fields",
    "change_form",
    "change_priority",
    "change_status",
    "change_subject",
    "change_tags",
    "change_times",
    "change_type",
    "change_workflow",
    "create_default_workflow",
    "create_ticket",
    "delete_ticket",
    "issue_link",
    "keep_in_copy",
    "last_change",
    "last_changes",
    "message_counted",
    "move_to_stage",
    "opening_of",
    "place_ticket",
    "read_times",
    "recount_messages",
    "remove_form",
    "remove_from_copy",
    "reopen_ticket",
    "resolve_ticket",
    "restore_status",
    "restore_ticket",
    "retire_status",
    "revoke_links",
    "schedule_of",
    "schedule_ticket",
    "ticket_like",
    "unarchive_ticket",
    "undo_workflow",
]
