"""The words for what tickets are: priorities, types, channels, doors."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moondesk.organizations.actor import Door
from moondesk.tickets.joining import Relation
from moondesk.tickets.lists import Sort
from moondesk.tickets.rules import Channel, Priority, Stage, TicketType

PRIORITIES: dict[Priority, Any] = {
    Priority.URGENT: pgettext_lazy("priority", "Urgent"),
    Priority.HIGH: pgettext_lazy("priority", "High"),
    Priority.MEDIUM: pgettext_lazy("priority", "Medium"),
    Priority.LOW: pgettext_lazy("priority", "Low"),
}
TYPES: dict[TicketType, Any] = {
    TicketType.QUESTION: _("Question"),
    TicketType.INCIDENT: _("Incident"),
    TicketType.PROBLEM: _("Problem"),
    TicketType.TASK: _("Task"),
}
CHANNELS: dict[Channel, Any] = {
    Channel.EMAIL: _("Mail"),
    Channel.PHONE: _("Phone"),
    Channel.WEB: _("Web"),
    Channel.CHAT: _("Chat"),
    Channel.API: _("API"),
}
STAGES: dict[Stage, Any] = {
    Stage.OPEN: pgettext_lazy("stage", "Open"),
    Stage.IN_PROGRESS: pgettext_lazy("stage", "In progress"),
    Stage.WAITING: pgettext_lazy("stage", "Waiting"),
    Stage.RESOLVED: pgettext_lazy("stage", "Resolved"),
    Stage.CLOSED: pgettext_lazy("stage", "Closed"),
}
DOORS: dict[str, Any] = {
    Door.DESK: _("in the desk"),
    Door.PORTAL: _("in the portal"),
    Door.FORM: _("with the public form"),
    Door.API: _("through the API"),
    Door.MAIL: _("by mail"),
    Door.JOB: _("by itself"),
    Door.IMPORT: _("by import"),
}
RELATIONS: dict[Relation, Any] = {
    Relation.BLOCKED_BY: _("is blocked by"),
    Relation.BLOCKS: _("blocks"),
    Relation.PARENT_OF: _("is parent of"),
    Relation.CHILD_OF: _("is child of"),
    Relation.CAUSES: _("causes"),
    Relation.CAUSED_BY: _("is caused by"),
    Relation.DUPLICATES: _("duplicates"),
    Relation.DUPLICATED_BY: _("is duplicated by"),
    Relation.RELATES_TO: _("relates to"),
}
SORTS: dict[Sort, Any] = {
    Sort.PRIORITY: _("Priority, then oldest"),
    Sort.DUE: _("Due first"),
    Sort.LAST_MESSAGE: _("Last message"),
    Sort.UPDATED: _("Last change"),
    Sort.NEWEST: _("Newest"),
    Sort.OLDEST: _("Oldest"),
}
