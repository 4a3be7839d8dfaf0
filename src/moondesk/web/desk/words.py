"""The words for what tickets are: priorities, types, channels, doors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from moondesk.organizations.actor import Door
from moondesk.tickets.joining import Relation
from moondesk.tickets.lists import Sort
from moondesk.tickets.words import CHANNELS, PRIORITIES, STAGES, TYPES

__all__ = ["CHANNELS", "DOORS", "PRIORITIES", "RELATIONS", "SORTS", "STAGES", "TYPES"]

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
