"""The words for what tickets are, as agents read them: priorities, types, channels, stages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
